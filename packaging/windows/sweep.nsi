; The Windows installer. `packaging/dev.py dist` compiles it on Windows from the bundle, and
; `packaging/dev.py windows-installer` on any system with makensis from a folder that stands for it.
; Given on the command line: VERSION, SOURCE (the unpacked bundle), TARGET (the installer to write), ICON, LICENCE.

Unicode true
ManifestDPIAware true
SetCompressor /SOLID lzma
!include "MUI2.nsh"
!include "FileFunc.nsh"

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Sweep"

Name "Sweep"
OutFile "${TARGET}"
InstallDir "$LOCALAPPDATA\Programs\Sweep"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
RequestExecutionLevel user

VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Sweep"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Sweep"
VIAddVersionKey "LegalCopyright" "MIT licence"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\Sweep-window.exe"
!define MUI_LANGDLL_REGISTRY_ROOT HKCU
!define MUI_LANGDLL_REGISTRY_KEY "${KEY}"
!define MUI_LANGDLL_REGISTRY_VALUENAME "Language"

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Hebrew"
!insertmacro MUI_RESERVEFILE_LANGDLL

LangString STILL_OPEN ${LANG_ENGLISH} "Sweep is still open. Close it, so that its batches end well, and try again."
LangString STILL_OPEN ${LANG_HEBREW} "Sweep עדיין פתוח. יש לסגור אותו, כדי שהמנות יסתיימו כראוי, ולנסות שוב."
LangString DATA_STAYS ${LANG_ENGLISH} "Your settings, audit trail and log stay where they are."
LangString DATA_STAYS ${LANG_HEBREW} "ההגדרות, תיעוד הפעולות והיומן שלך נשארים במקומם."

Function .onInit
  !insertmacro MUI_LANGDLL_DISPLAY
FunctionEnd

Function un.onInit
  !insertmacro MUI_UNGETLANGUAGE
FunctionEnd

; A program that runs cannot be renamed to itself for writing: that tells whether Sweep is open, in any session.
!macro ASK_TO_CLOSE PREFIX
Function ${PREFIX}AskToClose
  again:
    IfFileExists "$INSTDIR\sweep.exe" 0 closed
    ClearErrors
    FileOpen $0 "$INSTDIR\Sweep-window.exe" a
    IfErrors open
    FileClose $0
    ClearErrors
    FileOpen $0 "$INSTDIR\sweep.exe" a
    IfErrors open
    FileClose $0
    Goto closed
  open:
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(STILL_OPEN)" /SD IDCANCEL IDRETRY again
    Abort
  closed:
FunctionEnd
!macroend
!insertmacro ASK_TO_CLOSE ""
!insertmacro ASK_TO_CLOSE "un."

Section
  Call AskToClose
  ; Of an older version nothing stays but what belongs to the user, which is elsewhere.
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}/*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Sweep.lnk" "$INSTDIR\Sweep-window.exe"
  WriteRegStr HKCU "${KEY}" "DisplayName" "Sweep"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\Sweep-window.exe"
  WriteRegStr HKCU "${KEY}" "Publisher" "The Sweep authors"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
SectionEnd

Section "Uninstall"
  Call un.AskToClose
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\sweep.exe"
  Delete "$INSTDIR\Sweep-window.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Sweep.lnk"
  DeleteRegKey HKCU "${KEY}"
  MessageBox MB_OK|MB_ICONINFORMATION "$(DATA_STAYS)" /SD IDOK
SectionEnd
