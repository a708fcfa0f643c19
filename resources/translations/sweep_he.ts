<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="he" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Sweep</source>
        <translation>אודות Sweep</translation>
    </message>
    <message>
        <source>Deletes all receipts of a business, safely and in the background, batch by batch.</source>
        <translation>מחיקה בטוחה של כל הקבלות של עסק, ברקע, אצווה אחר אצווה.</translation>
    </message>
    <message>
        <source>Open log folder</source>
        <translation>פתיחת תיקיית היומן</translation>
    </message>
    <message>
        <source>Data and audit trail: {folder}</source>
        <translation>נתונים ויומן ביקורת: {folder}</translation>
    </message>
    <message>
        <source>Log: {folder}</source>
        <translation>יומן: {folder}</translation>
    </message>
    <message>
        <source>Sweep is free software under the MIT license. Built with:</source>
        <translation>Sweep היא תוכנה חופשית ברישיון MIT. היא נבנתה בעזרת:</translation>
    </message>
    <message>
        <source>Third-party licenses</source>
        <translation>רישיונות של צד שלישי</translation>
    </message>
    <message>
        <source>Component</source>
        <translation>רכיב</translation>
    </message>
    <message>
        <source>License</source>
        <translation>רישיון</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגירה</translation>
    </message>
</context>
<context>
    <name>AcceptMissingDialog</name>
    <message>
        <source>Missing files</source>
        <translation>קבצים חסרים</translation>
    </message>
    <message>
        <source>Remove the records of missing files?</source>
        <translation>להסיר את הרשומות של הקבצים החסרים?</translation>
    </message>
    <message>
        <source>If this is the wrong storage, the real files stay where they are, and Sweep will never find or delete them. Make sure first that this is the right storage.</source>
        <translation>אם זה אינו האחסון הנכון, הקבצים האמיתיים יישארו במקומם, ו־Sweep לא ימצא ולא ימחק אותם לעולם. ודאו תחילה שזה האחסון הנכון.</translation>
    </message>
    <message>
        <source>Missing files by business</source>
        <translation>קבצים חסרים לפי עסק</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Remove records</source>
        <translation>הסרת הרשומות</translation>
    </message>
    <message>
        <source>Business</source>
        <translation>עסק</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>מזהה</translation>
    </message>
    <message>
        <source>{files} of {businesses} missing in the storage {place}. Their records will be removed from the database, and the remaining files of deleted receipts will be deleted from it.</source>
        <translation>חסרים באחסון {place}: {files} של {businesses}. הרשומות שלהם יוסרו ממסד הנתונים, ושאר הקבצים של קבלות מחוקות יימחקו ממנו.</translation>
    </message>
    <message>
        <source>None of the newest files in the database exists in the storage {place}. The files of deleted receipts will be deleted for {businesses}, and the records of all missing files will be removed from the database, however many there are.</source>
        <translation>אף אחד מהקבצים החדשים ביותר שבמסד הנתונים אינו קיים באחסון {place}. הקבצים של קבלות מחוקות יימחקו ({businesses}), והרשומות של כל הקבצים החסרים יוסרו ממסד הנתונים, כמה שיהיו.</translation>
    </message>
</context>
<context>
    <name>Advice</name>
    <message>
        <source>Recommended: take the job over</source>
        <translation>מומלץ: העברת המשימה למסוף זה</translation>
    </message>
    <message>
        <source>Recommended: resume the job</source>
        <translation>מומלץ: המשך המשימה</translation>
    </message>
    <message>
        <source>Recommended: wait a moment</source>
        <translation>מומלץ: להמתין מעט</translation>
    </message>
    <message>
        <source>Recommended: wait until it has ended</source>
        <translation>מומלץ: להמתין עד לסיומה</translation>
    </message>
    <message>
        <source>Its worker no longer responds. This console continues from where it stopped.</source>
        <translation>מי שהריץ אותה הפסיק להגיב. המסוף הזה ימשיך מהנקודה שבה נעצרה.</translation>
    </message>
    <message>
        <source>No worker has picked it up. This console can run it.</source>
        <translation>המשימה לא התחילה לרוץ. אפשר להריץ אותה במסוף זה.</translation>
    </message>
    <message>
        <source>It continues from where it stopped.</source>
        <translation>המשימה תמשיך מהנקודה שבה נעצרה.</translation>
    </message>
    <message>
        <source>Its worker may only be slow. The job can be taken over in {time} if it stays silent.</source>
        <translation>ייתכן שמי שמריץ אותה רק איטי. אם לא יתקבל עדכון, אפשר יהיה להעביר את המשימה למסוף זה בעוד {time}.</translation>
    </message>
    <message>
        <source>Without another heartbeat it counts as ended in {time}.</source>
        <translation>אם לא יתקבל עדכון נוסף, היא תיחשב כמשימה שהסתיימה בעוד {time}.</translation>
    </message>
    <message>
        <source>Nothing can be done here at the moment</source>
        <translation>כרגע לא ניתן לבצע כאן דבר</translation>
    </message>
    <message>
        <source>Recommended: start a new deletion</source>
        <translation>מומלץ: הפעלת מחיקה חדשה</translation>
    </message>
    <message>
        <source>Some receipts of this job are not deleted. “Delete all…” deletes them.</source>
        <translation>חלק מהקבלות של המשימה לא נמחקו. &quot;מחיקת הכול…&quot; תמחק אותן.</translation>
    </message>
    <message>
        <source>The web worker does not record which receipts failed. “Delete all…” tries all of them.</source>
        <translation>שרת האתר אינו רושם אילו קבלות נכשלו. &quot;מחיקת הכול…&quot; תנסה את כולן שוב.</translation>
    </message>
    <message numerus="yes">
        <source>Recommended: retry the {count} failed receipt(s)</source>
        <translation>
            <numerusform>מומלץ: ניסיון חוזר לקבלה שנכשלה</numerusform>
            <numerusform>מומלץ: ניסיון חוזר ל־{count} הקבלות שנכשלו</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing else is deleted. The reasons are listed under “Failures”.</source>
        <translation>שום דבר אחר לא יימחק. הסיבות מופיעות בלשונית &quot;כשלים&quot;.</translation>
    </message>
    <message>
        <source>Recommended: take the job over in {time}</source>
        <translation>מומלץ: העברת המשימה למסוף זה בעוד {time}</translation>
    </message>
    <message>
        <source>The console that had it has closed. Its last heartbeat must be old enough first.</source>
        <translation>המסוף שהחזיק בה נסגר. צריך להמתין עד שיעבור די זמן מהעדכון האחרון שלה.</translation>
    </message>
    <message>
        <source>Recommended: start a worker, or run the job here</source>
        <translation>מומלץ: הפעלת שרת עיבוד, או הרצת המשימה כאן</translation>
    </message>
    <message>
        <source>Recommended: wait for a free worker</source>
        <translation>מומלץ: להמתין לשרת עיבוד פנוי</translation>
    </message>
    <message>
        <source>Recommended: enqueue the job again</source>
        <translation>מומלץ: החזרת המשימה לתור</translation>
    </message>
    <message>
        <source>Recommended: run the job here</source>
        <translation>מומלץ: הרצת המשימה כאן</translation>
    </message>
    <message>
        <source>On the server nobody takes it before a worker listens.</source>
        <translation>בשרת איש לא ייקח אותה עד ששרת עיבוד יאזין.</translation>
    </message>
    <message>
        <source>It begins as soon as one of them is free, or here.</source>
        <translation>היא תתחיל כשאחד מהם יתפנה, או כאן.</translation>
    </message>
    <message>
        <source>A worker is about to take it.</source>
        <translation>שרת עיבוד עומד לקחת אותה.</translation>
    </message>
    <message>
        <source>Without an entry no worker finds it.</source>
        <translation>בלי רישום בתור אף שרת עיבוד לא ימצא אותה.</translation>
    </message>
    <message>
        <source>Here it needs no queue.</source>
        <translation>כאן אין צורך בתור.</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>העברה למסוף זה</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>המשך</translation>
    </message>
    <message>
        <source>Run here</source>
        <translation>הרצה כאן</translation>
    </message>
    <message>
        <source>Enqueue again</source>
        <translation>החזרה לתור</translation>
    </message>
    <message>
        <source>Show failures</source>
        <translation>הצגת הכשלים</translation>
    </message>
    <message numerus="yes">
        <source>Retry {count} receipt(s)</source>
        <translation>
            <numerusform>ניסיון חוזר לקבלה</numerusform>
            <numerusform>ניסיון חוזר ל־{count} קבלות</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Alarms</name>
    <message>
        <source>{business}: job {job} was stopped by an unexpected error: {reason}. The details are in the log.</source>
        <translation>{business}: משימה {job} נעצרה בגלל שגיאה לא צפויה: {reason}. הפרטים ביומן.</translation>
    </message>
    <message>
        <source>Job {job} was stopped by an unexpected error: {reason}. The details are in the log.</source>
        <translation>משימה {job} נעצרה בגלל שגיאה לא צפויה: {reason}. הפרטים ביומן.</translation>
    </message>
</context>
<context>
    <name>AllFigures</name>
    <message>
        <source>{state}: {businesses}. Show them</source>
        <translation>{state}: {businesses}. הצגה</translation>
    </message>
    <message>
        <source>Runs in progress</source>
        <translation>הרצות בעיצומן</translation>
    </message>
    <message>
        <source>Runs in progress: {number}. Show them</source>
        <translation>הרצות בעיצומן: {number}. הצגה</translation>
    </message>
    <message>
        <source>Deleted today</source>
        <translation>נמחקו היום</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>30 הימים האחרונים</translation>
    </message>
    <message>
        <source>{word}: {receipts}. Show runs</source>
        <translation>{word}: {receipts}. הצגת ההרצות</translation>
    </message>
</context>
<context>
    <name>AllJobsTab</name>
    <message>
        <source>Throughput, last hour</source>
        <translation>קצב בשעה האחרונה</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>טוען…</translation>
    </message>
    <message>
        <source>Nothing has been deleted here yet. Tick businesses in the table, or press {key} to select them by a list.</source>
        <translation>עדיין לא נמחק כאן דבר. סמנו עסקים בטבלה, או הקישו {key} לבחירה לפי רשימה.</translation>
    </message>
</context>
<context>
    <name>Attention</name>
    <message>
        <source>Their rows are damaged</source>
        <translation>השורות שלהן פגומות</translation>
    </message>
    <message>
        <source>Their workers no longer respond</source>
        <translation>שרתי העיבוד שלהן אינם מגיבים עוד</translation>
    </message>
    <message>
        <source>No worker has picked them up</source>
        <translation>אף שרת עיבוד לא אסף אותן</translation>
    </message>
    <message>
        <source>They can be resumed in a moment</source>
        <translation>אפשר יהיה להמשיך אותן בעוד רגע</translation>
    </message>
    <message>
        <source>For different reasons</source>
        <translation>מסיבות שונות</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>העברה למסוף זה</translation>
    </message>
    <message>
        <source>Run here</source>
        <translation>הרצה כאן</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>המשך</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>ניסיון חוזר</translation>
    </message>
    <message numerus="yes">
        <source>{count} receipt(s) left</source>
        <translation>
            <numerusform>נותרה קבלה אחת</numerusform>
            <numerusform>נותרו {count} קבלות</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} not responding</source>
        <translation>
            <numerusform>אחת לא מגיבה</numerusform>
            <numerusform>{count} לא מגיבות</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} stuck</source>
        <translation>
            <numerusform>אחת תקועה</numerusform>
            <numerusform>{count} תקועות</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} interrupted</source>
        <translation>
            <numerusform>אחת הופסקה</numerusform>
            <numerusform>{count} הופסקו</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} failed</source>
        <translation>
            <numerusform>אחת נכשלה</numerusform>
            <numerusform>{count} נכשלו</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} completed with failures</source>
        <translation>
            <numerusform>אחת הושלמה עם כשלים</numerusform>
            <numerusform>{count} הושלמו עם כשלים</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} cannot be shown</source>
        <translation>
            <numerusform>אחת לא ניתנת להצגה</numerusform>
            <numerusform>{count} לא ניתנות להצגה</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AttentionColumn</name>
    <message>
        <source>Show all {number}</source>
        <translation>הצגת הכול ({number})</translation>
    </message>
    <message>
        <source>Needs attention: {businesses}. Show them</source>
        <translation>דורשות טיפול: {businesses}. הצגה</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>דורשות טיפול</translation>
    </message>
    <message>
        <source>Nothing needs attention.</source>
        <translation>אין מה שדורש טיפול.</translation>
    </message>
    <message>
        <source>{what}. {step}</source>
        <translation>{what}. {step}</translation>
    </message>
</context>
<context>
    <name>Audit</name>
    <message>
        <source>Delete all</source>
        <translation>מחיקת הכול</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>השהיה</translation>
    </message>
    <message>
        <source>Pause on quit</source>
        <translation>השהיה ביציאה</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>המשך</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>העברה למסוף זה</translation>
    </message>
    <message>
        <source>Mark as failed</source>
        <translation>סימון כנכשלת</translation>
    </message>
    <message>
        <source>Retry failed receipts</source>
        <translation>ניסיון חוזר לקבלות שנכשלו</translation>
    </message>
    <message>
        <source>Run here</source>
        <translation>הרצה כאן</translation>
    </message>
    <message>
        <source>Enqueue again</source>
        <translation>החזרה לתור</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>שחזור</translation>
    </message>
    <message>
        <source>Keep files longer</source>
        <translation>הארכת שמירת קבצים</translation>
    </message>
    <message>
        <source>Clean up files</source>
        <translation>ניקוי קבצים</translation>
    </message>
    <message>
        <source>Delete kept files</source>
        <translation>מחיקת קבצים שנשמרו</translation>
    </message>
    <message>
        <source>Job stopped</source>
        <translation>סיום ריצת משימה</translation>
    </message>
    <message>
        <source>Restore stopped</source>
        <translation>סיום ריצת שחזור</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>כניסה</translation>
    </message>
    <message>
        <source>Change settings</source>
        <translation>שינוי הגדרות</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>ייצוא</translation>
    </message>
    <message>
        <source>Done, as was found when the connection was back.</source>
        <translation>בוצע, כפי שהתברר כשהחיבור חזר.</translation>
    </message>
    <message>
        <source>Started.</source>
        <translation>התחיל.</translation>
    </message>
    <message>
        <source>Signed in.</source>
        <translation>הכניסה הצליחה.</translation>
    </message>
    <message>
        <source>Refused: wrong email or password, or no access.</source>
        <translation>נדחתה: הדוא״ל או הסיסמה שגויים, או שאין הרשאה.</translation>
    </message>
    <message>
        <source>Refused: too soon after wrong passwords.</source>
        <translation>נדחתה: מוקדם מדי אחרי סיסמאות שגויות.</translation>
    </message>
    <message>
        <source>Completed.</source>
        <translation>הושלמה.</translation>
    </message>
    <message>
        <source>Paused.</source>
        <translation>הושהתה.</translation>
    </message>
    <message>
        <source>Paused: maximum run time reached.</source>
        <translation>הושהתה: הגיעה לזמן הריצה המרבי.</translation>
    </message>
    <message>
        <source>Requeued: maximum run time reached.</source>
        <translation>חזרה לתור: הגיעה לזמן הריצה המרבי.</translation>
    </message>
    <message>
        <source>Back in the queue on the server.</source>
        <translation>חזרה לתור בשרת.</translation>
    </message>
    <message>
        <source>Failed.</source>
        <translation>נכשלה.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>בוטלה.</translation>
    </message>
    <message>
        <source>Restore completed.</source>
        <translation>השחזור הושלם.</translation>
    </message>
    <message>
        <source>Restore paused.</source>
        <translation>השחזור הושהה.</translation>
    </message>
    <message>
        <source>Restore failed.</source>
        <translation>השחזור נכשל.</translation>
    </message>
    <message>
        <source>Restore cancelled.</source>
        <translation>השחזור בוטל.</translation>
    </message>
    <message>
        <source>Files deleted: {count}.</source>
        <translation>קבצים שנמחקו: {count}.</translation>
    </message>
    <message>
        <source>Not deleted: {count}.</source>
        <translation>לא נמחקו: {count}.</translation>
    </message>
    <message>
        <source>Already missing: {count}.</source>
        <translation>כבר היו חסרים: {count}.</translation>
    </message>
    <message>
        <source>Still needed: {count}.</source>
        <translation>עדיין נחוצים: {count}.</translation>
    </message>
    <message>
        <source>Kept: {count}.</source>
        <translation>נשמרו: {count}.</translation>
    </message>
    <message>
        <source>{action}, accepting missing files</source>
        <translation>{action}, כולל אישור קבצים חסרים</translation>
    </message>
    <message>
        <source>Rolled back: the database rejected the change.</source>
        <translation>הוחזרה לאחור: מסד הנתונים דחה את השינוי.</translation>
    </message>
    <message>
        <source>Pause restore</source>
        <translation>השהיית שחזור</translation>
    </message>
    <message>
        <source>Resume restore</source>
        <translation>המשך שחזור</translation>
    </message>
    <message>
        <source>Cancel restore</source>
        <translation>ביטול שחזור</translation>
    </message>
    <message>
        <source>Delete due files</source>
        <translation>מחיקת קבצים במועדם</translation>
    </message>
    <message>
        <source>Job found ended</source>
        <translation>גילוי סיום משימה</translation>
    </message>
    <message>
        <source>Restore found ended</source>
        <translation>גילוי סיום שחזור</translation>
    </message>
    <message>
        <source>Unknown: the connection was lost. Check the job&apos;s status.</source>
        <translation>לא ידוע: החיבור נותק. בדקו את סטטוס המשימה.</translation>
    </message>
    <message>
        <source>A deletion was already active.</source>
        <translation>כבר הייתה מחיקה פעילה.</translation>
    </message>
    <message>
        <source>Too soon after the last deletion.</source>
        <translation>מוקדם מדי אחרי המחיקה הקודמת.</translation>
    </message>
    <message>
        <source>The job was still running.</source>
        <translation>המשימה עדיין רצה.</translation>
    </message>
    <message>
        <source>Not allowed in the job&apos;s status.</source>
        <translation>סטטוס המשימה לא אפשר זאת.</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation>בוצע.</translation>
    </message>
    <message>
        <source>{before} → {after}</source>
        <translation>{before} ← {after}</translation>
    </message>
    <message>
        <source>{done}, failed: {failed}</source>
        <translation>{done}, נכשלו: {failed}</translation>
    </message>
</context>
<context>
    <name>AuditDialog</name>
    <message>
        <source>Audit trail</source>
        <translation>יומן הביקורת</translation>
    </message>
    <message>
        <source>Actions, newest first</source>
        <translation>פעולות, מהחדשה לישנה</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>התקדמות</translation>
    </message>
    <message>
        <source>Newer</source>
        <translation>חדשים יותר</translation>
    </message>
    <message>
        <source>Older</source>
        <translation>ישנים יותר</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגירה</translation>
    </message>
    <message>
        <source>Export audit trail</source>
        <translation>ייצוא יומן הביקורת</translation>
    </message>
    <message>
        <source>Stop export</source>
        <translation>עצירת הייצוא</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>ייצוא…</translation>
    </message>
    <message>
        <source>Saved to {path}.</source>
        <translation>נשמר אל {path}.</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>טעינה…</translation>
    </message>
    <message>
        <source>No actions to show yet.</source>
        <translation>אין עדיין פעולות להצגה.</translation>
    </message>
    <message>
        <source>No matching entries.</source>
        <translation>אין רשומות תואמות.</translation>
    </message>
    <message numerus="yes">
        <source>{count} entry(ies) shown</source>
        <translation>
            <numerusform>מוצגת רשומה אחת</numerusform>
            <numerusform>מוצגות {count} רשומות</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} damaged line(s) skipped</source>
        <translation>
            <numerusform>דילוג על שורה פגומה אחת</numerusform>
            <numerusform>דילוג על {count} שורות פגומות</numerusform>
        </translation>
    </message>
    <message>
        <source>This audit trail is on this computer only: the database has no table for it, or cannot be reached.</source>
        <translation>יומן הביקורת הזה נמצא במחשב הזה בלבד: אין לו טבלה במסד הנתונים, או שאין אליו חיבור.</translation>
    </message>
    <message>
        <source>Your database administrator can create the table: {command}</source>
        <translation>מנהל מסד הנתונים יכול ליצור את הטבלה: {command}</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>זמן</translation>
    </message>
    <message>
        <source>User</source>
        <translation>משתמש</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>פעולה</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>תוצאה</translation>
    </message>
    <message>
        <source>Business</source>
        <translation>עסק</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>משימה</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>הרצה</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>סטטוס</translation>
    </message>
    <message>
        <source>Receipts</source>
        <translation>קבלות</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>מחשב</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>מסד הנתונים</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>חיפוש</translation>
    </message>
    <message>
        <source>Business ID</source>
        <translation>מזהה העסק</translation>
    </message>
    <message>
        <source>From</source>
        <translation>מתאריך</translation>
    </message>
    <message>
        <source>To</source>
        <translation>עד תאריך</translation>
    </message>
    <message>
        <source>Email, computer, database or ID</source>
        <translation>דוא״ל, מחשב, מסד או מזהה</translation>
    </message>
    <message>
        <source>All actions</source>
        <translation>כל הפעולות</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>כל הזמנים</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>היום</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>7 הימים האחרונים</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>30 הימים האחרונים</translation>
    </message>
    <message>
        <source>Custom range</source>
        <translation>טווח מותאם</translation>
    </message>
</context>
<context>
    <name>Availability</name>
    <message>
        <source>Not connected to the database.</source>
        <translation>אין חיבור למסד הנתונים.</translation>
    </message>
    <message>
        <source>The previous action is still in progress.</source>
        <translation>הפעולה הקודמת עדיין מתבצעת.</translation>
    </message>
    <message>
        <source>Select a business.</source>
        <translation>בחרו עסק.</translation>
    </message>
    <message>
        <source>The receipts page is not enabled for this business.</source>
        <translation>דף הקבלות אינו מופעל לעסק הזה.</translation>
    </message>
    <message>
        <source>The business is inactive, so its receipts cannot be deleted.</source>
        <translation>העסק אינו פעיל, ולכן אי אפשר למחוק את הקבלות שלו.</translation>
    </message>
    <message>
        <source>You do not have permission to delete receipts of this business.</source>
        <translation>אין לכם הרשאה למחוק קבלות של העסק הזה.</translation>
    </message>
    <message>
        <source>The job is still running: its last heartbeat is too recent.</source>
        <translation>המשימה עדיין רצה: העדכון האחרון שלה טרי מדי.</translation>
    </message>
    <message>
        <source>A deletion is already active. Cancel it or let it finish.</source>
        <translation>כבר יש מחיקה פעילה. בטלו אותה או הניחו לה להסתיים.</translation>
    </message>
    <message>
        <source>Nothing left to delete.</source>
        <translation>לא נותר מה למחוק.</translation>
    </message>
    <message>
        <source>No running or queued deletion.</source>
        <translation>אין מחיקה שרצה או ממתינה.</translation>
    </message>
    <message>
        <source>The job is already paused.</source>
        <translation>המשימה כבר מושהית.</translation>
    </message>
    <message>
        <source>The web worker does not support pausing. Cancel the job instead.</source>
        <translation>שרת האתר אינו תומך בהשהיה. אפשר לבטל את המשימה.</translation>
    </message>
    <message>
        <source>The job is already stopping.</source>
        <translation>המשימה כבר נעצרת.</translation>
    </message>
    <message>
        <source>Only a paused or failed job can be resumed.</source>
        <translation>אפשר להמשיך רק משימה מושהית או משימה שנכשלה.</translation>
    </message>
    <message>
        <source>Only for jobs that are not responding or stuck.</source>
        <translation>רק למשימות תקועות או כאלה שאינן מגיבות.</translation>
    </message>
    <message>
        <source>No finished job with failed receipts.</source>
        <translation>אין משימה שהסתיימה עם קבלות שנכשלו.</translation>
    </message>
    <message>
        <source>Nothing is running or queued in this console.</source>
        <translation>אין במסוף הזה דבר שרץ או ממתין.</translation>
    </message>
    <message>
        <source>This row cannot be shown, so nothing can be done with it here.</source>
        <translation>אי אפשר להציג את השורה הזו, ולכן אי אפשר לפעול עליה כאן.</translation>
    </message>
    <message>
        <source>The console that ran it has closed. The job can be taken over once its heartbeat is old enough.</source>
        <translation>המסוף שהריץ אותה נסגר. אפשר יהיה להעביר את המשימה למסוף זה כשהעדכון האחרון שלה יתיישן מספיק.</translation>
    </message>
    <message>
        <source>No rows to export.</source>
        <translation>אין שורות לייצוא.</translation>
    </message>
    <message>
        <source>Only for jobs that wait for a worker on a server.</source>
        <translation>רק למשימות שממתינות לשרת עיבוד.</translation>
    </message>
    <message>
        <source>No queued, running or paused job to cancel.</source>
        <translation>אין משימה ממתינה, רצה או מושהית שאפשר לבטל.</translation>
    </message>
</context>
<context>
    <name>BusinessesPage</name>
    <message>
        <source>Businesses and deletions</source>
        <translation>עסקים ומחיקות</translation>
    </message>
</context>
<context>
    <name>Cells</name>
    <message>
        <source>This business is inactive.</source>
        <translation>העסק הזה אינו פעיל.</translation>
    </message>
    <message>
        <source>{number}/s</source>
        <translation>{number}/s</translation>
    </message>
    <message>
        <source>This row cannot be shown: {reason}</source>
        <translation>אי אפשר להציג את השורה הזו: {reason}</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>המחשב הזה</translation>
    </message>
    <message>
        <source>This console</source>
        <translation>המסוף הזה</translation>
    </message>
    <message>
        <source>Another console on this computer</source>
        <translation>מסוף אחר במחשב הזה</translation>
    </message>
    <message>
        <source>Web worker</source>
        <translation>שרת האתר</translation>
    </message>
    <message>
        <source>The console that ran it has closed. It can be resumed in {time}.</source>
        <translation>המסוף שהריץ אותה נסגר. אפשר יהיה להמשיך אותה בעוד {time}.</translation>
    </message>
    <message>
        <source>No heartbeat for {time}.</source>
        <translation>אין עדכון כבר {time}.</translation>
    </message>
    <message>
        <source>Waits on the server for a free worker.</source>
        <translation>ממתינה בשרת לשרת עיבוד פנוי.</translation>
    </message>
    <message>
        <source>Not picked up by any worker for {time}.</source>
        <translation>לא התחילה לרוץ כבר {time}.</translation>
    </message>
    <message>
        <source>Waiting for a free worker.</source>
        <translation>ממתינה בתור.</translation>
    </message>
    <message>
        <source>Waiting for a worker outside this console.</source>
        <translation>ממתינה בתור מחוץ למסוף הזה.</translation>
    </message>
    <message>
        <source>Marked “{status}”, but the web worker is still running it. Without another heartbeat it counts as ended in {time}.</source>
        <translation>מסומנת &quot;{status}&quot;, אך שרת האתר עדיין מריץ אותה. בלי עדכון נוסף היא תיחשב כמשימה שהסתיימה בעוד {time}.</translation>
    </message>
    <message>
        <source>The counts do not match: others deleted some receipts, or the web worker overwrote the counts.</source>
        <translation>הספירות אינן תואמות: אחרים מחקו חלק מהקבלות, או ששרת האתר דרס את הספירות.</translation>
    </message>
    <message numerus="yes">
        <source>Completed with {count} failure(s)</source>
        <translation>
            <numerusform>הושלמה עם כשל אחד</numerusform>
            <numerusform>הושלמה עם {count} כשלים</numerusform>
        </translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>נותרו {time}</translation>
    </message>
    <message>
        <source>Running on the web worker.</source>
        <translation>רצה בשרת האתר.</translation>
    </message>
    <message>
        <source>Running on the server worker {name}.</source>
        <translation>רצה בשרת העיבוד {name}.</translation>
    </message>
    <message>
        <source>Running in another console or on the web worker.</source>
        <translation>רצה במסוף אחר או בשרת האתר.</translation>
    </message>
    <message>
        <source>Some receipts are not deleted: the web worker skipped them, or they were restored since.</source>
        <translation>חלק מהקבלות לא נמחקו: שרת האתר דילג עליהן, או שהן שוחזרו מאז.</translation>
    </message>
    <message>
        <source>Running in another console on this computer.</source>
        <translation>רצה במסוף אחר במחשב הזה.</translation>
    </message>
    <message>
        <source>Running in the console on {workstation}.</source>
        <translation>רצה במסוף שבמחשב {workstation}.</translation>
    </message>
</context>
<context>
    <name>ClearButton</name>
    <message>
        <source>Clear search</source>
        <translation>ניקוי החיפוש</translation>
    </message>
</context>
<context>
    <name>ClosingDialog</name>
    <message>
        <source>Close Sweep</source>
        <translation>סגירת Sweep</translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) still running</source>
        <translation>
            <numerusform>מחיקה אחת עדיין רצה</numerusform>
            <numerusform>{count} מחיקות עדיין רצות</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} restore(s) still running</source>
        <translation>
            <numerusform>שחזור אחד עדיין רץ</numerusform>
            <numerusform>{count} שחזורים עדיין רצים</numerusform>
        </translation>
    </message>
    <message>
        <source>They can keep running in the tray, or pause after the current batch so that Sweep can quit. What is paused continues from where it stopped when you resume it. No data is lost.</source>
        <translation>אפשר להמשיך להריץ ברקע, במגש המערכת, או להשהות בסוף האצווה הנוכחית כדי ש־Sweep ייסגר. מה שמושהה ימשיך מהמקום שבו נעצר. שום נתון לא יאבד.</translation>
    </message>
    <message>
        <source>They can keep running in the minimized window, or pause after the current batch so that Sweep can quit. What is paused continues from where it stopped when you resume it. No data is lost.</source>
        <translation>אפשר להמשיך להריץ בחלון ממוזער, או להשהות בסוף האצווה הנוכחית כדי ש־Sweep ייסגר. מה שמושהה ימשיך מהמקום שבו נעצר. שום נתון לא יאבד.</translation>
    </message>
    <message>
        <source>Minimize and keep running</source>
        <translation>מזעור והמשך הריצה</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>חזרה</translation>
    </message>
    <message>
        <source>Pause and quit</source>
        <translation>השהיה ויציאה</translation>
    </message>
    <message>
        <source>Keep running in the tray</source>
        <translation>המשך ברקע</translation>
    </message>
</context>
<context>
    <name>Columns</name>
    <message>
        <source>Business</source>
        <translation>עסק</translation>
    </message>
    <message>
        <source>The name of the business. Hidden control characters show as marks.</source>
        <translation>שם העסק. תווי בקרה נסתרים מוצגים כסימנים.</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>מזהה</translation>
    </message>
    <message>
        <source>The business ID in the database.</source>
        <translation>מזהה העסק במסד הנתונים.</translation>
    </message>
    <message>
        <source>Receipts left</source>
        <translation>קבלות שנותרו</translation>
    </message>
    <message>
        <source>Receipts of the business not deleted yet, also those added since its job started.</source>
        <translation>קבלות של העסק שעדיין לא נמחקו, כולל אלה שנוספו מאז תחילת המשימה.</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>סטטוס</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>התקדמות</translation>
    </message>
    <message>
        <source>Succeeded</source>
        <translation>הצליחו</translation>
    </message>
    <message>
        <source>Receipts deleted by the job.</source>
        <translation>קבלות שהמשימה מחקה.</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>נכשלו</translation>
    </message>
    <message>
        <source>Receipts that the job could not delete.</source>
        <translation>קבלות שהמשימה לא הצליחה למחוק.</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>קצב</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>זמן שנותר</translation>
    </message>
    <message>
        <source>Estimated time to completion at the current speed.</source>
        <translation>הזמן המשוער עד לסיום, במהירות הנוכחית.</translation>
    </message>
    <message>
        <source>Requested by</source>
        <translation>הופעל על ידי</translation>
    </message>
    <message>
        <source>The user who started the deletion.</source>
        <translation>המשתמש שהפעיל את המחיקה.</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>היכן רצה</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>נבחר</translation>
    </message>
    <message>
        <source>Actions work on the selected businesses, shown or hidden.</source>
        <translation>הפעולות חלות על העסקים שנבחרו, מוצגים או מוסתרים.</translation>
    </message>
    <message>
        <source>Status of the current or last deletion, and below it why it waits or stopped.</source>
        <translation>סטטוס המחיקה הנוכחית או האחרונה, ומתחתיו הסיבה להמתנה או לעצירה.</translation>
    </message>
    <message>
        <source>Receipts processed, of the job&apos;s total. Failed receipts count as not done at the end.</source>
        <translation>הקבלות שטופלו מתוך סך הקבלות של המשימה. בסיום, קבלות שנכשלו אינן נחשבות כמטופלות.</translation>
    </message>
    <message>
        <source>Receipts per second, and below it the time left at the current speed.</source>
        <translation>קבלות בשנייה, ומתחתיו הזמן שנותר בקצב הנוכחי.</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>התחלה</translation>
    </message>
    <message>
        <source>When the job started: the time today, else the date.</source>
        <translation>מועד תחילת המשימה: השעה אם היום, אחרת התאריך.</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>משך</translation>
    </message>
    <message>
        <source>How long the job has been running, or took from its start to its end.</source>
        <translation>כמה זמן המשימה רצה, או כמה זמן ארכה מתחילתה ועד סופה.</translation>
    </message>
    <message>
        <source>Where the deletion runs or waits.</source>
        <translation>היכן המחיקה רצה או ממתינה.</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>משימה</translation>
    </message>
    <message>
        <source>The ID of the current or last job in the database.</source>
        <translation>המזהה של המשימה הנוכחית או האחרונה במסד הנתונים.</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>סך הכול</translation>
    </message>
    <message>
        <source>Receipts of the job when it started.</source>
        <translation>מספר הקבלות של המשימה בתחילתה.</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>סיום</translation>
    </message>
    <message>
        <source>When the job ended: the time today, else the date.</source>
        <translation>מועד סיום המשימה: השעה אם היום, אחרת התאריך.</translation>
    </message>
    <message>
        <source>Last heartbeat</source>
        <translation>עדכון אחרון</translation>
    </message>
    <message>
        <source>Time since the last heartbeat of the running deletion.</source>
        <translation>הזמן שעבר מהעדכון האחרון של המחיקה.</translation>
    </message>
    <message>
        <source>Processed</source>
        <translation>טופלו</translation>
    </message>
    <message>
        <source>Percent</source>
        <translation>אחוז</translation>
    </message>
    <message>
        <source>{column} (s)</source>
        <translation>{column} (שנ׳)</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>סיבה</translation>
    </message>
    <message>
        <source>Why the job is waiting, or its last error.</source>
        <translation>מדוע המשימה ממתינה, או השגיאה האחרונה שלה.</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>All deletions of this console are paused, or pausing after the current batch: {businesses}.</source>
        <translation>כל המחיקות של המסוף הזה מושהות, או יושהו בסוף האצווה הנוכחית: {businesses}.</translation>
    </message>
    <message>
        <source>Paused, or pausing after the current batch: {done} of {businesses}.</source>
        <translation>מושהות, או יושהו בסוף האצווה הנוכחית: {done} מתוך {businesses}.</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>הצגת פרטים</translation>
    </message>
    <message numerus="yes">
        <source>Pausing {count} restore(s) after the current batch.</source>
        <translation>
            <numerusform>שחזור אחד יושהה אחרי האצווה הנוכחית.</numerusform>
            <numerusform>{count} שחזורים יושהו אחרי האצווה הנוכחית.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is running or queued in this console.</source>
        <translation>אין במסוף הזה דבר שרץ או ממתין.</translation>
    </message>
    <message>
        <source>Clean up files…</source>
        <translation>ניקוי קבצים…</translation>
    </message>
    <message>
        <source>Selection of {businesses} cleared.</source>
        <translation>הבחירה של {businesses} נוקתה.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>ביטול הניקוי</translation>
    </message>
    <message>
        <source>businesses</source>
        <translation>עסקים</translation>
    </message>
    <message>
        <source>Export visible rows</source>
        <translation>ייצוא השורות המוצגות</translation>
    </message>
    <message>
        <source>Saved to {file}.</source>
        <translation>נשמר אל {file}.</translation>
    </message>
    <message>
        <source>Exporting rows: {done} of {all}…</source>
        <translation>ייצוא שורות: {done} מתוך {all}…</translation>
    </message>
    <message>
        <source>Stopped. No file was written.</source>
        <translation>הפעולה הופסקה. לא נכתב קובץ.</translation>
    </message>
    <message>
        <source>{businesses}: {sentence}</source>
        <translation>{businesses}: {sentence}</translation>
    </message>
    <message>
        <source>Demo reset.</source>
        <translation>ההדגמה אופסה.</translation>
    </message>
</context>
<context>
    <name>CompletionNotices</name>
    <message>
        <source>{business}: deletion completed.</source>
        <translation>{business}: המחיקה הושלמה.</translation>
    </message>
    <message>
        <source>{business}: deletion failed.</source>
        <translation>{business}: המחיקה נכשלה.</translation>
    </message>
    <message>
        <source>{business}: deletion paused, maximum run time reached.</source>
        <translation>{business}: המחיקה הושהתה כי הגיעה לזמן הריצה המרבי.</translation>
    </message>
    <message>
        <source>{business}: deletion paused, cancelled or ended elsewhere.</source>
        <translation>{business}: המחיקה הושהתה, בוטלה או הסתיימה במקום אחר.</translation>
    </message>
    <message>
        <source>{business}: deletion stopped, the database is not available.</source>
        <translation>{business}: המחיקה נעצרה כי מסד הנתונים אינו זמין.</translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) completed.</source>
        <translation>
            <numerusform>מחיקה אחת הושלמה.</numerusform>
            <numerusform>{count} מחיקות הושלמו.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) ended without completing.</source>
        <translation>
            <numerusform>מחיקה אחת הסתיימה לפני שהושלמה.</numerusform>
            <numerusform>{count} מחיקות הסתיימו לפני שהושלמו.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>Delete all receipts</source>
        <translation>מחיקת כל הקבלות</translation>
    </message>
    <message>
        <source>{receipts} with an amount or a date that is not valid: not in the sums and dates above, but deleted as well.</source>
        <translation>{receipts} עם סכום או תאריך לא תקינים: מחוץ לסכומים ולתאריכים שלמעלה, ובכלל המחיקה.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Search the list</source>
        <translation>חיפוש ברשימה</translation>
    </message>
    <message>
        <source>Export preview…</source>
        <translation>ייצוא התצוגה המקדימה…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגירה</translation>
    </message>
    <message>
        <source>Deleted receipts cannot be restored; you can cancel at any time. Receipts and their files are deleted in the background, batch by batch, those that arrive meanwhile as well.</source>
        <translation>קבלות שנמחקו לא ניתנות לשחזור; אפשר לבטל בכל רגע. הקבלות והקבצים שלהן נמחקים ברקע, אצווה אחר אצווה, וכך גם קבלות שיגיעו בינתיים.</translation>
    </message>
    <message>
        <source>Receipts are deleted in the background, batch by batch; you can pause or cancel at any time. Receipts that arrive from now on are kept.</source>
        <translation>הקבלות נמחקות ברקע, אצווה אחר אצווה; אפשר להשהות או לבטל בכל עת. קבלות שיגיעו מעכשיו יישארו.</translation>
    </message>
    <message>
        <source>The web worker and older consoles delete files at once all the same.</source>
        <translation>שרת האתר ומסופים ישנים מוחקים קבצים מיד בכל זאת.</translation>
    </message>
    <message>
        <source>Nothing is ticked.</source>
        <translation>לא סומן דבר.</translation>
    </message>
    <message>
        <source>Nothing can be deleted.</source>
        <translation>אין מה למחוק.</translation>
    </message>
    <message>
        <source>Delete all receipts of {business}?</source>
        <translation>למחוק את כל הקבלות של {business}?</translation>
    </message>
    <message>
        <source>Delete all receipts of {businesses}?</source>
        <translation>למחוק את כל הקבלות של {businesses}?</translation>
    </message>
    <message>
        <source>Delete {receipts}</source>
        <translation>מחיקת {receipts}</translation>
    </message>
    <message>
        <source>Delete {receipts} of {businesses}</source>
        <translation>מחיקת {receipts} של {businesses}</translation>
    </message>
    <message>
        <source>Included</source>
        <translation>נכלל</translation>
    </message>
    <message>
        <source>Business</source>
        <translation>עסק</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>מזהה</translation>
    </message>
    <message>
        <source>Receipts</source>
        <translation>קבלות</translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation>הישנה ביותר</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>החדשה ביותר</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>קבצים</translation>
    </message>
    <message>
        <source>File size (bytes)</source>
        <translation>גודל הקבצים (בתים)</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>כן</translation>
    </message>
    <message>
        <source>no</source>
        <translation>לא</translation>
    </message>
    <message>
        <source>Unticked by hand</source>
        <translation>הוצא ידנית</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>גודל הקבצים</translation>
    </message>
    <message>
        <source>Receipts to delete</source>
        <translation>קבלות למחיקה</translation>
    </message>
    <message>
        <source>Export preview</source>
        <translation>ייצוא התצוגה המקדימה</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>סך הכול</translation>
    </message>
    <message>
        <source>All</source>
        <translation>הכול</translation>
    </message>
    <message>
        <source>Unticked</source>
        <translation>הוצאו</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>לא ייכללו</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>סיבה</translation>
    </message>
    <message>
        <source>Total of {businesses}</source>
        <translation>סך הכול {businesses}</translation>
    </message>
    <message>
        <source>Businesses that are not included</source>
        <translation>עסקים שלא ייכללו</translation>
    </message>
    <message>
        <source>To confirm, type {word}</source>
        <translation>לאישור הקלידו {word}</translation>
    </message>
    <message>
        <source>and the number of businesses</source>
        <translation>ומספר העסקים</translation>
    </message>
    <message>
        <source>Number of businesses</source>
        <translation>מספר העסקים</translation>
    </message>
    <message>
        <source>Type {word} in capital letters.</source>
        <translation>הקלידו {word} באותיות אנגליות גדולות.</translation>
    </message>
    <message>
        <source>This is not the number of businesses in the table.</source>
        <translation>זה אינו מספר העסקים שבטבלה.</translation>
    </message>
</context>
<context>
    <name>ConnectionSwitcher</name>
    <message>
        <source>Connection: {where}</source>
        <translation>חיבור: {where}</translation>
    </message>
    <message>
        <source>Connections…</source>
        <translation>חיבורים…</translation>
    </message>
    <message>
        <source>{name} · {environment}</source>
        <translation>{name} · {environment}</translation>
    </message>
</context>
<context>
    <name>Deleting</name>
    <message>
        <source>Counting receipts to delete: {done} of {businesses}…</source>
        <translation>ספירת הקבלות למחיקה: {done} מתוך {businesses}…</translation>
    </message>
    <message>
        <source>Stopped. Nothing was deleted.</source>
        <translation>הפעולה הופסקה. דבר לא נמחק.</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>{receipts} to delete</source>
        <translation>{receipts} למחיקה</translation>
    </message>
    <message>
        <source>{processed} of {receipts} done</source>
        <translation>טופלו {processed} מתוך {receipts}</translation>
    </message>
    <message>
        <source>{number} failed</source>
        <translation>נכשלו: {number}</translation>
    </message>
    <message>
        <source>Paused: maximum run time reached. Resume it to continue.</source>
        <translation>הושהתה: הגיעה לזמן הריצה המרבי. אפשר להמשיך אותה.</translation>
    </message>
    <message>
        <source>Paused by {person} at {time}.</source>
        <translation>הושהתה על ידי {person}, {time}.</translation>
    </message>
    <message>
        <source>Paused, but not on this computer; the user is not known.</source>
        <translation>הושהתה, אך לא במחשב הזה; המשתמש אינו ידוע.</translation>
    </message>
    <message>
        <source>an unknown user</source>
        <translation>משתמש לא ידוע</translation>
    </message>
    <message>
        <source>Requested {time} by {person}</source>
        <translation>הופעלה {time} על ידי {person}</translation>
    </message>
    <message>
        <source>Started {time}, requested by {person}</source>
        <translation>התחילה {time}, הופעלה על ידי {person}</translation>
    </message>
    <message>
        <source>Heartbeat {span} ago</source>
        <translation>עדכון אחרון לפני {span}</translation>
    </message>
    <message>
        <source>last progress {span} ago</source>
        <translation>התקדמות אחרונה לפני {span}</translation>
    </message>
    <message>
        <source>no progress for {span}</source>
        <translation>אין התקדמות כבר {span}</translation>
    </message>
    <message>
        <source>Ended {time}</source>
        <translation>הסתיימה {time}</translation>
    </message>
    <message>
        <source>Waiting for a free worker: position {place} of {count} in the queue.</source>
        <translation>ממתינה בתור: מקום {place} מתוך {count}.</translation>
    </message>
    <message>
        <source>Delay between batches: next batch in {span}.</source>
        <translation>המתנה בין אצוות: האצווה הבאה בעוד {span}.</translation>
    </message>
    <message>
        <source>{number} left</source>
        <translation>נותרו: {number}</translation>
    </message>
    <message>
        <source>{receipts} in the business now</source>
        <translation>{receipts} בעסק כעת</translation>
    </message>
    <message>
        <source>{business} · ID {id}</source>
        <translation>{business} · מזהה {id}</translation>
    </message>
    <message>
        <source>Select one business to see its failed receipts.</source>
        <translation>בחרו עסק אחד כדי לראות את הקבלות שנכשלו.</translation>
    </message>
    <message>
        <source>This business has no job.</source>
        <translation>לעסק הזה אין משימה.</translation>
    </message>
    <message>
        <source>This job has no failed receipts.</source>
        <translation>אין במשימה הזאת קבלות שנכשלו.</translation>
    </message>
    <message>
        <source>Failed receipts</source>
        <translation>קבלות שנכשלו</translation>
    </message>
    <message>
        <source>Export CSV…</source>
        <translation>ייצוא CSV…</translation>
    </message>
    <message>
        <source>Save the failed receipts as a spreadsheet</source>
        <translation>שמירת הקבלות שנכשלו כגיליון אלקטרוני</translation>
    </message>
    <message>
        <source>Retry only the receipts that could not be deleted</source>
        <translation>ניסיון חוזר רק לקבלות שלא ניתן היה למחוק</translation>
    </message>
    <message>
        <source>No finished job with recorded failures.</source>
        <translation>אין משימה שהסתיימה ושרשומים בה כשלים.</translation>
    </message>
    <message numerus="yes">
        <source>{count} receipt(s) could not be deleted.</source>
        <translation>
            <numerusform>לא ניתן היה למחוק קבלה אחת.</numerusform>
            <numerusform>לא ניתן היה למחוק {count} קבלות.</numerusform>
        </translation>
    </message>
    <message>
        <source>The web worker does not record which receipts failed.</source>
        <translation>שרת האתר אינו רושם אילו קבלות נכשלו.</translation>
    </message>
    <message>
        <source>Export failed receipts</source>
        <translation>ייצוא הקבלות שנכשלו</translation>
    </message>
    <message>
        <source>Saved to {path}.</source>
        <translation>נשמר אל {path}.</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>קבלה</translation>
    </message>
    <message>
        <source>Vendor</source>
        <translation>ספק</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>סכום</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>מטבע</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>סיבה</translation>
    </message>
    <message>
        <source>not a valid amount</source>
        <translation>סכום לא תקין</translation>
    </message>
    <message>
        <source>{reason} (deleted since by someone else)</source>
        <translation>{reason} (נמחקה מאז על ידי מישהו אחר)</translation>
    </message>
    <message>
        <source>This business has no jobs yet.</source>
        <translation>לעסק הזה עדיין לא היו משימות.</translation>
    </message>
    <message>
        <source>Select one business to see its jobs.</source>
        <translation>בחרו עסק אחד כדי לראות את המשימות שלו.</translation>
    </message>
    <message>
        <source>Jobs of this business</source>
        <translation>משימות של העסק הזה</translation>
    </message>
    <message>
        <source>Show older jobs</source>
        <translation>הצגת משימות קודמות</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>סטטוס</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>משימה</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>סוג</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>התחלה</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>סיום</translation>
    </message>
    <message>
        <source>Processed</source>
        <translation>טופלו</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>נכשלו</translation>
    </message>
    <message>
        <source>Requested by</source>
        <translation>הופעל על ידי</translation>
    </message>
    <message>
        <source>Last error</source>
        <translation>שגיאה אחרונה</translation>
    </message>
    <message>
        <source>{problem} Try again</source>
        <translation>{problem} נסו שוב</translation>
    </message>
    <message>
        <source>Select one business to see the log of its job.</source>
        <translation>בחרו עסק אחד כדי לראות את יומן המשימה שלו.</translation>
    </message>
    <message>
        <source>Job log</source>
        <translation>יומן המשימה</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>זמן</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>אירוע</translation>
    </message>
    <message>
        <source>User</source>
        <translation>משתמש</translation>
    </message>
    <message>
        <source>No actions on this job on this computer.</source>
        <translation>לא בוצעו במשימה הזאת פעולות במחשב הזה.</translation>
    </message>
    <message>
        <source>Retry failed receipts</source>
        <translation>ניסיון חוזר לקבלות שנכשלו</translation>
    </message>
    <message>
        <source>Show the run</source>
        <translation>הצגת ההרצה</translation>
    </message>
    <message>
        <source>Run: {run}</source>
        <translation>הרצה: {run}</translation>
    </message>
    <message>
        <source>running for {span}</source>
        <translation>רצה כבר {span}</translation>
    </message>
    <message>
        <source>took {span}</source>
        <translation>ארכה {span}</translation>
    </message>
    <message>
        <source>Business ID</source>
        <translation>מזהה עסק</translation>
    </message>
    <message>
        <source>Business</source>
        <translation>עסק</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>שחזור…</translation>
    </message>
    <message>
        <source>The deletion has not ended yet.</source>
        <translation>המחיקה עדיין לא הסתיימה.</translation>
    </message>
    <message>
        <source>Nothing that this job deleted is marked, so it cannot be restored here.</source>
        <translation>מה שהמשימה הזאת מחקה אינו מסומן, ולכן לא ניתן לשחזר אותו כאן.</translation>
    </message>
    <message>
        <source>Completed.</source>
        <translation>הושלמה.</translation>
    </message>
    <message>
        <source>Paused after a batch.</source>
        <translation>הושהתה בסוף אצווה.</translation>
    </message>
    <message>
        <source>Paused: maximum run time reached.</source>
        <translation>הושהתה: הגיעה לזמן הריצה המרבי.</translation>
    </message>
    <message>
        <source>Requeued: maximum run time reached.</source>
        <translation>חזרה לתור: הגיעה לזמן הריצה המרבי.</translation>
    </message>
    <message>
        <source>Back in the queue on the server.</source>
        <translation>חזרה לתור בשרת.</translation>
    </message>
    <message>
        <source>Failed.</source>
        <translation>נכשלה.</translation>
    </message>
    <message>
        <source>Stopped: paused, cancelled or taken over by someone else.</source>
        <translation>נעצרה: מישהו אחר השהה או ביטל אותה, או העביר אותה אליו.</translation>
    </message>
    <message>
        <source>Stopped: the database is not available.</source>
        <translation>נעצרה: מסד הנתונים אינו זמין.</translation>
    </message>
    <message>
        <source>This console</source>
        <translation>המסוף הזה</translation>
    </message>
    <message>
        <source>{action}: {sentence}</source>
        <translation>{action}: {sentence}</translation>
    </message>
    <message>
        <source>receipts restored: {number}</source>
        <translation>קבלות ששוחזרו: {number}</translation>
    </message>
    <message>
        <source>Picked up by a worker.</source>
        <translation>התחילה לרוץ.</translation>
    </message>
    <message numerus="yes">
        <source>{count} batch(es) completed.</source>
        <translation>
            <numerusform>אצווה אחת הושלמה.</numerusform>
            <numerusform>{count} אצוות הושלמו.</numerusform>
        </translation>
    </message>
    <message>
        <source>The database did not respond; waited {time}.</source>
        <translation>מסד הנתונים לא הגיב; המתנה של {time}.</translation>
    </message>
    <message>
        <source>A batch failed; waited {time}.</source>
        <translation>אצווה נכשלה; המתנה של {time}.</translation>
    </message>
    <message numerus="yes">
        <source>({count} time(s) in a row)</source>
        <translation>
            <numerusform>(פעם אחת)</numerusform>
            <numerusform>({count} פעמים ברצף)</numerusform>
        </translation>
    </message>
    <message>
        <source>receipts deleted: {number}</source>
        <translation>קבלות שנמחקו: {number}</translation>
    </message>
    <message>
        <source>failed: {number}</source>
        <translation>נכשלו: {number}</translation>
    </message>
    <message>
        <source>files deleted: {number}</source>
        <translation>קבצים שנמחקו: {number}</translation>
    </message>
    <message>
        <source>files already missing: {number}</source>
        <translation>קבצים שכבר חסרו: {number}</translation>
    </message>
    <message>
        <source>files still needed: {number}</source>
        <translation>קבצים שעדיין נחוצים: {number}</translation>
    </message>
    <message>
        <source>files kept: {number}</source>
        <translation>קבצים שנשמרו: {number}</translation>
    </message>
    <message>
        <source>files not deleted: {number}</source>
        <translation>קבצים שלא נמחקו: {number}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>ניסיון חוזר</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>טעינה…</translation>
    </message>
    <message>
        <source>{state}: {number}</source>
        <translation>{state}: {number}</translation>
    </message>
    <message>
        <source>out of range</source>
        <translation>מחוץ לטווח</translation>
    </message>
</context>
<context>
    <name>DetailsPane</name>
    <message>
        <source>Details of the selection</source>
        <translation>פרטי הבחירה</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>סקירה</translation>
    </message>
    <message>
        <source>History</source>
        <translation>היסטוריה</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>יומן</translation>
    </message>
    <message>
        <source>Previous tabs</source>
        <translation>לשוניות קודמות</translation>
    </message>
    <message>
        <source>Next tabs</source>
        <translation>לשוניות הבאות</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>כשלים</translation>
    </message>
    <message>
        <source>Failures ({number})</source>
        <translation>כשלים ({number})</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>הצגת פרטים</translation>
    </message>
    <message>
        <source>Hide details</source>
        <translation>הסתרת פרטים</translation>
    </message>
</context>
<context>
    <name>DiagnosticsDialog</name>
    <message>
        <source>Diagnostics</source>
        <translation>אבחון</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>העתקת הדוח</translation>
    </message>
    <message>
        <source>For a support ticket. Contains no passwords.</source>
        <translation>לפנייה לתמיכה. אינו כולל סיסמאות.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגירה</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>התקדמות</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>ממצאים</translation>
    </message>
    <message>
        <source>Some checks could not be carried out.</source>
        <translation>חלק מהבדיקות לא בוצעו.</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>בדיקה…</translation>
    </message>
    <message>
        <source>Stopped before the end of the check.</source>
        <translation>הבדיקה נעצרה לפני הסוף.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>עצירה</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>רענון</translation>
    </message>
    <message>
        <source>Copy SQL</source>
        <translation>העתקת ה־SQL</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>העברה למסוף זה</translation>
    </message>
    <message>
        <source>Mark as failed</source>
        <translation>סימון כנכשלת</translation>
    </message>
    <message>
        <source>Suggested SQL fix</source>
        <translation>תיקון SQL מוצע</translation>
    </message>
    <message>
        <source>No problems found</source>
        <translation>לא נמצאו בעיות</translation>
    </message>
    <message numerus="yes">
        <source>No problems found, {count} note(s)</source>
        <translation>
            <numerusform>לא נמצאו בעיות, יש הערה אחת</numerusform>
            <numerusform>לא נמצאו בעיות, יש {count} הערות</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} warning(s)</source>
        <translation>
            <numerusform>אזהרה אחת</numerusform>
            <numerusform>{count} אזהרות</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} problem(s) found</source>
        <translation>
            <numerusform>נמצאה בעיה אחת</numerusform>
            <numerusform>נמצאו {count} בעיות</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Durations</name>
    <message numerus="yes">
        <source>{count} d</source>
        <translation>
            <numerusform>יום אחד</numerusform>
            <numerusform>{count} ימים</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation>{count} שע׳</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} דק׳</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} שנ׳</translation>
    </message>
</context>
<context>
    <name>EmptyTable</name>
    <message>
        <source>Select businesses and choose “Delete all…” to start a deletion.</source>
        <translation>בחרו עסקים ולחצו על &quot;מחיקת הכול…&quot; כדי להתחיל מחיקה.</translation>
    </message>
    <message>
        <source>Deletions that wait for a free worker are listed here.</source>
        <translation>כאן מופיעות מחיקות שממתינות בתור.</translation>
    </message>
    <message>
        <source>Paused deletions are listed here. They can be resumed.</source>
        <translation>כאן מופיעות מחיקות מושהות. אפשר להמשיך אותן.</translation>
    </message>
    <message>
        <source>Failed deletions are listed here. They can be resumed or started again.</source>
        <translation>כאן מופיעות מחיקות שנכשלו. אפשר להמשיך אותן או להתחיל מחדש.</translation>
    </message>
    <message>
        <source>No deletion has failed, and all are responding. Nothing needs attention.</source>
        <translation>אף מחיקה לא נכשלה וכולן מגיבות. אין מה שדורש טיפול.</translation>
    </message>
    <message>
        <source>Completed deletions that could not delete every receipt are listed here. The failed receipts can be retried.</source>
        <translation>כאן מופיעות מחיקות שהושלמו ולא הצליחו למחוק את כל הקבלות. אפשר לנסות שוב את הקבלות שנכשלו.</translation>
    </message>
    <message>
        <source>Completed deletions are listed here.</source>
        <translation>כאן מופיעות מחיקות שהושלמו.</translation>
    </message>
    <message>
        <source>Cancelled deletions are listed here. They can be started again.</source>
        <translation>כאן מופיעות מחיקות שבוטלו. אפשר להתחיל אותן מחדש.</translation>
    </message>
    <message>
        <source>Businesses without a job are listed here.</source>
        <translation>כאן מופיעים עסקים ללא משימה.</translation>
    </message>
    <message>
        <source>Businesses without receipts and without a job are listed here.</source>
        <translation>כאן מופיעים עסקים ללא קבלות וללא משימה.</translation>
    </message>
    <message>
        <source>Loading businesses…</source>
        <translation>טעינת העסקים…</translation>
    </message>
    <message>
        <source>No businesses</source>
        <translation>אין עסקים</translation>
    </message>
    <message>
        <source>Businesses that you have permission to see appear here.</source>
        <translation>כאן מופיעים עסקים שיש לכם הרשאה לראות.</translation>
    </message>
    <message>
        <source>No businesses match “{search}”</source>
        <translation>אין עסקים שתואמים לחיפוש &quot;{search}&quot;</translation>
    </message>
    <message>
        <source>No businesses in “{filter}” match “{search}”</source>
        <translation>אין ב&quot;{filter}&quot; עסקים שתואמים לחיפוש &quot;{search}&quot;</translation>
    </message>
    <message>
        <source>Search by name or ID</source>
        <translation>חיפוש לפי שם או מזהה</translation>
    </message>
    <message>
        <source>Show all businesses</source>
        <translation>הצגת כל העסקים</translation>
    </message>
    <message>
        <source>No businesses in “{filter}”</source>
        <translation>אין עסקים ב&quot;{filter}&quot;</translation>
    </message>
</context>
<context>
    <name>Environment</name>
    <message>
        <source>Production</source>
        <translation>ייצור</translation>
    </message>
    <message>
        <source>Staging</source>
        <translation>קדם־ייצור</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>בדיקות</translation>
    </message>
    <message>
        <source>Development</source>
        <translation>פיתוח</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>הדגמה</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>אדום</translation>
    </message>
    <message>
        <source>Amber</source>
        <translation>ענבר</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>כחול</translation>
    </message>
    <message>
        <source>Gray</source>
        <translation>אפור</translation>
    </message>
    <message>
        <source>Environment: {word}</source>
        <translation>סביבה: {word}</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>Something went wrong</source>
        <translation>אירעה שגיאה</translation>
    </message>
    <message>
        <source>The action failed</source>
        <translation>הפעולה נכשלה</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>פרטים</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>העתקה</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגירה</translation>
    </message>
</context>
<context>
    <name>ErrorParts</name>
    <message>
        <source>batch size</source>
        <translation>גודל האצווה</translation>
    </message>
    <message>
        <source>delay between batches (ms)</source>
        <translation>המתנה בין אצוות (אלפיות שנייה)</translation>
    </message>
    <message>
        <source>consecutive batch errors</source>
        <translation>שגיאות אצווה רצופות</translation>
    </message>
    <message>
        <source>maximum run time (s)</source>
        <translation>זמן ריצה מרבי (שניות)</translation>
    </message>
    <message>
        <source>concurrent jobs</source>
        <translation>משימות במקביל</translation>
    </message>
    <message>
        <source>it is not a PostgreSQL URL</source>
        <translation>זו אינה כתובת של PostgreSQL</translation>
    </message>
    <message>
        <source>only PostgreSQL is supported</source>
        <translation>רק PostgreSQL נתמך</translation>
    </message>
    <message>
        <source>the database name is missing</source>
        <translation>חסר שם מסד הנתונים</translation>
    </message>
    <message>
        <source>the port must be a number from 1 to 65535</source>
        <translation>הפורט חייב להיות מספר מ־1 עד 65535</translation>
    </message>
    <message>
        <source>it has options that PostgreSQL does not know, or that contradict each other</source>
        <translation>יש בה אפשרויות ש־PostgreSQL אינו מכיר, או שסותרות זו את זו</translation>
    </message>
    <message>
        <source>it contains characters that are not valid UTF-8 text, or a null character</source>
        <translation>יש בה תווים שאינם טקסט UTF-8 תקין, או תו null</translation>
    </message>
    <message>
        <source>an @ in the user name or the password must be written as %40</source>
        <translation>את הסימן @ בשם המשתמש או בסיסמה יש לכתוב כ־%40</translation>
    </message>
    <message>
        <source>a connection string of the form key=value must be written as a URL</source>
        <translation>מחרוזת חיבור בצורת key=value צריכה להיכתב ככתובת URL</translation>
    </message>
    <message>
        <source>the password of a client key cannot be saved; pass the URL in SWEEP_DATABASE_URL instead</source>
        <translation>אי אפשר לשמור את הסיסמה של מפתח לקוח; העבירו את הכתובת ב־SWEEP_DATABASE_URL</translation>
    </message>
    <message>
        <source>The endpoint URL must have the form https://host or https://host:port.</source>
        <translation>כתובת ה־endpoint צריכה להיות בצורה https://host או https://host:port.</translation>
    </message>
    <message>
        <source>The endpoint URL must contain the host and port only: no bucket name, no user and no path.</source>
        <translation>כתובת ה־endpoint צריכה לכלול שרת ופורט בלבד: בלי שם ה־bucket, בלי משתמש ובלי נתיב.</translation>
    </message>
    <message>
        <source>The host must be a name or an IP address alone, without a port, a user or a path.</source>
        <translation>השרת צריך להיות שם או כתובת IP בלבד: בלי פורט, בלי משתמש ובלי נתיב.</translation>
    </message>
    <message>
        <source>Another connection has this name.</source>
        <translation>לחיבור אחר יש כבר שם זה.</translation>
    </message>
    <message>
        <source>The bucket name is missing, or contains a slash or a space.</source>
        <translation>שם ה־bucket חסר, או שיש בו לוכסן או רווח.</translation>
    </message>
    <message>
        <source>The access key is missing: its ID, its secret, or both.</source>
        <translation>מפתח הגישה חסר: המזהה, המפתח הסודי או שניהם.</translation>
    </message>
    <message>
        <source>The account ID or the endpoint URL is missing.</source>
        <translation>חסר מזהה החשבון או כתובת ה־endpoint.</translation>
    </message>
    <message>
        <source>--reset requires --demo.</source>
        <translation>האפשרות ‎--reset‎ דורשת גם ‎--demo‎.</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>היא ריקה</translation>
    </message>
    <message>
        <source>it contains spaces or invisible characters</source>
        <translation>יש בה רווחים או תווים בלתי נראים</translation>
    </message>
    <message>
        <source>a # in it must be written as %23</source>
        <translation>יש לכתוב בה %23 במקום #</translation>
    </message>
    <message>
        <source>its host or its port cannot be read; special characters in the user name and the password must be percent-encoded</source>
        <translation>לא ניתן לקרוא את המארח או את הפורט; תווים מיוחדים בשם המשתמש ובסיסמה יש לכתוב בקידוד אחוזים</translation>
    </message>
    <message>
        <source>what follows the ? cannot be read; special characters in the user name and the password must be percent-encoded</source>
        <translation>לא ניתן לקרוא את מה שאחרי סימן השאלה; תווים מיוחדים בשם המשתמש ובסיסמה יש לכתוב בקידוד אחוזים</translation>
    </message>
    <message>
        <source>an option after the ? is not known; special characters in the user name and the password must be percent-encoded</source>
        <translation>אפשרות שאחרי סימן השאלה אינה מוכרת; תווים מיוחדים בשם המשתמש ובסיסמה יש לכתוב בקידוד אחוזים</translation>
    </message>
    <message>
        <source>one of its options contains invisible characters</source>
        <translation>באחת האפשרויות שבה יש תווים בלתי נראים</translation>
    </message>
    <message>
        <source>one of its options has a value that is not known</source>
        <translation>לאחת האפשרויות שבה יש ערך לא מוכר</translation>
    </message>
    <message>
        <source>its user contains invisible characters</source>
        <translation>בשם המשתמש יש תווים בלתי נראים</translation>
    </message>
    <message>
        <source>it is not in UTF-8; special characters in the user name and the password must be percent-encoded</source>
        <translation>היא אינה בקידוד UTF-8; תווים מיוחדים בשם המשתמש ובסיסמה יש לכתוב בקידוד אחוזים</translation>
    </message>
    <message>
        <source>its host is neither a name nor an IP address; special characters in the user name and the password must be percent-encoded</source>
        <translation>המארח אינו שם ואינו כתובת IP; תווים מיוחדים בשם המשתמש ובסיסמה יש לכתוב בקידוד אחוזים</translation>
    </message>
    <message>
        <source>its port must be between 1 and 65535</source>
        <translation>הפורט חייב להיות בין 1 ל־65535</translation>
    </message>
    <message>
        <source>what follows the host must be the number of a database; special characters in the user name and the password must be percent-encoded</source>
        <translation>אחרי המארח צריך לבוא מספר של מסד נתונים; תווים מיוחדים בשם המשתמש ובסיסמה יש לכתוב בקידוד אחוזים</translation>
    </message>
    <message>
        <source>this system has no sockets as files</source>
        <translation>במערכת הזו אין קובצי socket</translation>
    </message>
    <message>
        <source>a socket is named with three slashes, as in unix:///run/redis/redis.sock</source>
        <translation>קובץ socket נכתב עם שלושה לוכסנים, כמו unix:///run/redis/redis.sock</translation>
    </message>
    <message>
        <source>it must begin with redis://, rediss:// or unix://</source>
        <translation>עליה להתחיל ב־redis://‎, ב־rediss://‎ או ב־unix://‎</translation>
    </message>
    <message>
        <source>the password of a client key cannot be saved; pass the URL in SWEEP_REDIS_URL instead</source>
        <translation>אי אפשר לשמור סיסמה של מפתח לקוח; העבירו את הכתובת במשתנה SWEEP_REDIS_URL</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>The action failed: {said}</source>
        <translation>הפעולה נכשלה: {said}</translation>
    </message>
    <message>
        <source>An unexpected error occurred: {reason}. The details are in the log.</source>
        <translation>אירעה שגיאה לא צפויה: {reason}. הפרטים ביומן.</translation>
    </message>
    <message>
        <source>Invalid input. Nothing was changed. ({said})</source>
        <translation>קלט לא תקין. דבר לא השתנה. ({said})</translation>
    </message>
    <message>
        <source>The field “{name}” is empty.</source>
        <translation>השדה &quot;{name}&quot; ריק.</translation>
    </message>
    <message>
        <source>The setting “{name}” must be between {low} and {high}, not {value}. Nothing was changed.</source>
        <translation>הערך של &quot;{name}&quot; צריך להיות בין {low} ל־{high}, ולא {value}. דבר לא השתנה.</translation>
    </message>
    <message>
        <source>The name of the run has {length} characters, but at most {longest} are possible.</source>
        <translation>בשם ההרצה יש {length} תווים, אך אפשר לכל היותר {longest}.</translation>
    </message>
    <message>
        <source>The note on the run has {length} characters, but at most {longest} are possible.</source>
        <translation>בהערה להרצה יש {length} תווים, אך אפשר לכל היותר {longest}.</translation>
    </message>
    <message>
        <source>There is no run “{name}”.</source>
        <translation>אין הרצה בשם &quot;{name}&quot;.</translation>
    </message>
    <message>
        <source>Several runs “{name}” are active. Use one of their IDs instead: {ids}.</source>
        <translation>כמה הרצות בשם &quot;{name}&quot; פעילות. השתמשו במקום זאת באחד המזהים שלהן: {ids}.</translation>
    </message>
    <message>
        <source>The run “{name}” has no running or queued job to pause.</source>
        <translation>בהרצה &quot;{name}&quot; אין משימה רצה או ממתינה שאפשר להשהות.</translation>
    </message>
    <message>
        <source>The run “{name}” has no paused or failed job to resume.</source>
        <translation>בהרצה &quot;{name}&quot; אין משימה מושהית או שנכשלה שאפשר להמשיך.</translation>
    </message>
    <message>
        <source>The run “{name}” has no active job to cancel.</source>
        <translation>בהרצה &quot;{name}&quot; אין משימה פעילה שאפשר לבטל.</translation>
    </message>
    <message>
        <source>The run “{name}” has no failed receipts to retry.</source>
        <translation>בהרצה &quot;{name}&quot; אין קבלות שנכשלו לניסיון חוזר.</translation>
    </message>
    <message>
        <source>The run “{name}” has no job that is not responding or stuck.</source>
        <translation>בהרצה &quot;{name}&quot; אין משימה שלא מגיבה או תקועה.</translation>
    </message>
    <message>
        <source>The run “{name}” has no ended or paused job whose files could be kept.</source>
        <translation>בהרצה &quot;{name}&quot; אין משימה שהסתיימה או הושהתה שאפשר לשמור את קבציה.</translation>
    </message>
    <message>
        <source>The run “{name}” has no ended job whose receipts could be restored.</source>
        <translation>בהרצה &quot;{name}&quot; אין משימה שהסתיימה ואפשר לשחזר את הקבלות שלה.</translation>
    </message>
    <message>
        <source>The run “{name}” has left no files.</source>
        <translation>ההרצה &quot;{name}&quot; לא הותירה קבצים.</translation>
    </message>
    <message>
        <source>Invalid connection URL: {reason}. Example: {example}.</source>
        <translation>כתובת חיבור לא תקינה: {reason}. לדוגמה: {example}.</translation>
    </message>
    <message>
        <source>The attachment storage {place} cannot be used: {reason}. Nothing was deleted. Check that it is available and that you have permission to use it.</source>
        <translation>אי אפשר להשתמש באחסון הקבצים המצורפים {place}: {reason}. דבר לא נמחק. בדקו שהוא זמין ושיש לכם הרשאה להשתמש בו.</translation>
    </message>
    <message>
        <source>The job&apos;s status no longer allows this. Refresh the table and try again.</source>
        <translation>הסטטוס של המשימה כבר אינו מאפשר זאת. רעננו את הטבלה ונסו שוב.</translation>
    </message>
    <message>
        <source>The database schema does not match: {reason} Ask your database administrator to fix it.</source>
        <translation>מבנה מסד הנתונים אינו מתאים: {reason} בקשו ממנהל מסד הנתונים לתקן זאת.</translation>
    </message>
    <message>
        <source>The demo cannot be started: {reason}</source>
        <translation>אי אפשר להפעיל את ההדגמה: {reason}</translation>
    </message>
    <message>
        <source>You no longer have permission to see this business.</source>
        <translation>אין לכם עוד הרשאה לראות את העסק הזה.</translation>
    </message>
    <message>
        <source>Nothing was done, because the audit trail {place} cannot be written: {reason}. Free disk space or allow writing to the file, and try again.</source>
        <translation>לא בוצע דבר, כי אי אפשר לכתוב ליומן הביקורת {place}: {reason}. פנו מקום בדיסק או אפשרו כתיבה לקובץ, ונסו שוב.</translation>
    </message>
    <message>
        <source>The audit trail {place} cannot be read: {reason}.</source>
        <translation>אי אפשר לקרוא את יומן הביקורת {place}: {reason}.</translation>
    </message>
    <message>
        <source>The file {place} cannot be opened. Check its name and your permission to read it.</source>
        <translation>לא ניתן לפתוח את הקובץ {place}. בדקו את שמו ואת ההרשאה לקריאתו.</translation>
    </message>
    <message>
        <source>The file {place} is larger than {most} MB. Save only the column of IDs or names.</source>
        <translation>הקובץ {place} גדול מ־{most} מ״ב. שמרו רק את העמודה של המזהים או השמות.</translation>
    </message>
    <message>
        <source>The list in {place} has more than {most} lines. Split it.</source>
        <translation>ברשימה שבקובץ {place} יש יותר מ־{most} שורות. חלקו אותה.</translation>
    </message>
    <message>
        <source>The list has more than {most} entries. Split it.</source>
        <translation>ברשימה יש יותר מ־{most} ערכים. חלקו אותה.</translation>
    </message>
    <message>
        <source>The file {place} is empty.</source>
        <translation>הקובץ {place} ריק.</translation>
    </message>
    <message>
        <source>The workbook {place} is protected by a password. Save it without one.</source>
        <translation>חוברת העבודה {place} מוגנת בסיסמה. שמרו אותה ללא סיסמה.</translation>
    </message>
    <message>
        <source>The workbook {place} has the old format XLS. Save it as XLSX or CSV.</source>
        <translation>חוברת העבודה {place} היא בתבנית הישנה XLS. שמרו אותה כ־XLSX או CSV.</translation>
    </message>
    <message>
        <source>The file {place} is no workbook of the format XLSX. Save it as XLSX, CSV or TXT.</source>
        <translation>הקובץ {place} אינו חוברת עבודה בתבנית XLSX. שמרו אותו כ־XLSX, CSV או TXT.</translation>
    </message>
    <message>
        <source>The workbook {place} is damaged. Open it in Excel and save it again.</source>
        <translation>חוברת העבודה {place} פגומה. פתחו אותה ב־Excel ושמרו אותה מחדש.</translation>
    </message>
    <message>
        <source>The file {place} holds no text. Choose a TXT, CSV or XLSX file.</source>
        <translation>בקובץ {place} אין טקסט. בחרו קובץ TXT, CSV או XLSX.</translation>
    </message>
    <message>
        <source>The file {place} cannot be written: {reason}. Choose another folder or free disk space. An existing file was not changed.</source>
        <translation>אי אפשר לכתוב את הקובץ {place}: {reason}. בחרו תיקייה אחרת או פנו מקום בדיסק. קובץ קיים לא השתנה.</translation>
    </message>
    <message>
        <source>The system keychain could not be read. Unlock it and try again, or enter the password.</source>
        <translation>לא ניתן לקרוא את מאגר הסיסמאות של המערכת. בטלו את הנעילה שלו ונסו שוב, או הקלידו את הסיסמה.</translation>
    </message>
    <message>
        <source>The password was not saved: the system keychain did not accept it. Unlock it and try again. Until Sweep is closed, the password is used without being saved.</source>
        <translation>הסיסמה לא נשמרה: מאגר הסיסמאות של המערכת לא קיבל אותה. בטלו את הנעילה שלו ונסו שוב. עד לסגירת Sweep נעשה שימוש בסיסמה בלי לשמור אותה.</translation>
    </message>
    <message>
        <source>The saved password could not be removed from the system keychain. Unlock it and try again.</source>
        <translation>לא ניתן להסיר את הסיסמה השמורה ממאגר הסיסמאות של המערכת. בטלו את הנעילה שלו ונסו שוב.</translation>
    </message>
    <message>
        <source>The settings were not saved: the file {place} cannot be written. Check that the file and its folder can be written and that the disk is not full, and save again.</source>
        <translation>ההגדרות לא נשמרו: אי אפשר לכתוב את הקובץ {place}. בדקו שאפשר לכתוב בקובץ ובתיקייה שלו ושהדיסק אינו מלא, ושמרו שוב.</translation>
    </message>
    <message>
        <source>Wrong email or password, or this user has no access to the console.</source>
        <translation>הדוא״ל או הסיסמה שגויים, או שלמשתמש הזה אין הרשאה להשתמש במסוף.</translation>
    </message>
    <message>
        <source>Too many wrong passwords. Try again in {time}.</source>
        <translation>יותר מדי סיסמאות שגויות. נסו שוב בעוד {time}.</translation>
    </message>
    <message>
        <source>The database rejected the request. Nothing was changed. ({reason})</source>
        <translation>מסד הנתונים דחה את הבקשה. שום דבר לא השתנה. ({reason})</translation>
    </message>
    <message>
        <source>The database is busy. Try again in a minute. ({reason})</source>
        <translation>מסד הנתונים עמוס. נסו שוב בעוד דקה. ({reason})</translation>
    </message>
    <message>
        <source>The database is read-only: it is a standby server, or it has been set to read-only. Nothing was changed. Connect to the primary server, or ask your database administrator. ({reason})</source>
        <translation>מסד הנתונים במצב קריאה בלבד: זהו שרת המתנה, או שהוגדר לקריאה בלבד. לא בוצע שינוי. התחברו לשרת הראשי, או פנו למנהלי מסד הנתונים. ({reason})</translation>
    </message>
    <message>
        <source>The database does not accept a value in these rows. ({reason})</source>
        <translation>מסד הנתונים אינו מקבל ערך בשורות האלה. ({reason})</translation>
    </message>
    <message>
        <source>The database user lacks a privilege. Ask your database administrator for it. ({reason})</source>
        <translation>למשתמש מסד הנתונים חסרה הרשאה. בקשו אותה ממנהל מסד הנתונים. ({reason})</translation>
    </message>
    <message>
        <source>A required table or column is missing. Check that this is the right database, or ask your database administrator. ({reason})</source>
        <translation>חסרה טבלה או עמודה נדרשת. ודאו שזה מסד הנתונים הנכון, או פנו למנהל מסד הנתונים. ({reason})</translation>
    </message>
    <message>
        <source>The database ignores changes of the table {table}, so nothing was done: a trigger or a rule may be the cause. Ask your database administrator.</source>
        <translation>מסד הנתונים מתעלם משינויים בטבלה {table}, ולכן לא בוצע דבר: ייתכן שטריגר או כלל במסד הנתונים הוא הסיבה. פנו למנהל מסד הנתונים.</translation>
    </message>
    <message>
        <source>{count} receipts were chosen, but at most {most} are possible. Restore whole jobs instead.</source>
        <translation>נבחרו {count} קבלות, אך אפשר לבחור {most} לכל היותר. שחזרו משימות שלמות במקום זאת.</translation>
    </message>
    <message>
        <source>What the restore is to give back cannot be read: {reason}. Cancel it, and restore the job again.</source>
        <translation>אי אפשר לקרוא מה יש לשחזר: {reason}. בטלו את השחזור ושחזרו את המשימה מחדש.</translation>
    </message>
    <message>
        <source>Job {job_id} is deleting receipts of this business meanwhile.</source>
        <translation>משימה {job_id} מוחקת בינתיים קבלות של העסק הזה.</translation>
    </message>
    <message>
        <source>The database at {where} cannot be reached. Check the address and the network. ({reason})</source>
        <translation>אי אפשר להתחבר למסד הנתונים {where}. בדקו את הכתובת ואת הרשת. ({reason})</translation>
    </message>
    <message>
        <source>Invalid Redis URL: {reason}. Example: {redis_example}.</source>
        <translation>כתובת Redis לא תקינה: {reason}. דוגמה: {redis_example}.</translation>
    </message>
    <message>
        <source>This connection has no queue, so nothing can run on the server. Enter its Redis URL in the settings (page “Queue”), or run it on this computer.</source>
        <translation>לחיבור הזה אין תור, ולכן אי אפשר להריץ דבר בשרת. הקלידו את כתובת Redis בהגדרות (בעמוד &quot;תור&quot;), או הריצו במחשב הזה.</translation>
    </message>
    <message>
        <source>Background worker not available: no worker is listening on the queue. Start a worker on a server, run it on this computer, or enqueue it anyway.</source>
        <translation>העיבוד ברקע אינו זמין: אף שרת עיבוד אינו מאזין לתור. הפעילו שרת עיבוד, הריצו במחשב הזה, או הכניסו לתור בכל זאת.</translation>
    </message>
    <message>
        <source>Background worker not available: nothing answers at {where}. Check the host and port, that Redis is running, and that the SSH tunnel is open if you use one.</source>
        <translation>העיבוד ברקע אינו זמין: אין מענה בכתובת {where}. בדקו את המארח והפורט, ודאו ש־Redis פועל, ושמנהרת ה־SSH פתוחה אם אתם משתמשים בה.</translation>
    </message>
    <message>
        <source>Background worker not available: the host of {where} was not found. Check the host name and the network. Inside the product&apos;s network Redis may have a name that is not known outside: use an SSH tunnel.</source>
        <translation>העיבוד ברקע אינו זמין: המארח של {where} לא נמצא. בדקו את שם המארח ואת הרשת. ייתכן של־Redis יש ברשת של המוצר שם שאינו מוכר מחוץ לה: השתמשו במנהרת SSH.</translation>
    </message>
    <message>
        <source>Background worker not available: Redis at {where} does not respond. Check the network, the VPN, the firewall and the SSH tunnel.</source>
        <translation>העיבוד ברקע אינו זמין: Redis בכתובת {where} אינו מגיב. בדקו את הרשת, את ה־VPN, את חומת האש ואת מנהרת ה־SSH.</translation>
    </message>
    <message>
        <source>Background worker not available: the connection to {where} was closed. Check that Redis is running, and whether its URL must begin with {tls}.</source>
        <translation>העיבוד ברקע אינו זמין: החיבור אל {where} נסגר. ודאו ש־Redis פועל, ובדקו אם הכתובת צריכה להתחיל ב־{tls}.</translation>
    </message>
    <message>
        <source>Background worker not available: Redis at {where} rejected the user name or password, or requires one. Enter them in the settings (page “Queue”).</source>
        <translation>העיבוד ברקע אינו זמין: Redis בכתובת {where} דחה את שם המשתמש או את הסיסמה, או דורש אותם. הקלידו אותם בהגדרות (בעמוד &quot;תור&quot;).</translation>
    </message>
    <message>
        <source>Background worker not available: the password for {where} could not be read from the system keychain. Unlock the keychain, or enter the password in the settings (page “Queue”).</source>
        <translation>העיבוד ברקע אינו זמין: לא ניתן לקרוא את הסיסמה עבור {where} ממאגר הסיסמאות של המערכת. בטלו את נעילת המאגר, או הקלידו את הסיסמה בהגדרות (בעמוד &quot;תור&quot;).</translation>
    </message>
    <message>
        <source>Background worker not available: the user lacks a permission at {where}. Ask whoever runs Redis for the permissions listed in the server guide. ({detail})</source>
        <translation>העיבוד ברקע אינו זמין: למשתמש חסרה הרשאה בכתובת {where}. בקשו ממי שמתפעל את Redis את ההרשאות שבמדריך לשרתים. ({detail})</translation>
    </message>
    <message>
        <source>Background worker not available: the encrypted connection to {where} failed. Check whether Redis uses TLS there, the host name, and the certificate. ({detail})</source>
        <translation>העיבוד ברקע אינו זמין: החיבור המוצפן אל {where} נכשל. בדקו אם Redis משתמש שם ב־TLS, וכן את שם המארח ואת האישור. ({detail})</translation>
    </message>
    <message>
        <source>Background worker not available: Redis at {where} is starting and still loading its data. Try again in a minute.</source>
        <translation>העיבוד ברקע אינו זמין: Redis בכתובת {where} באתחול ועדיין טוען את הנתונים שלו. נסו שוב בעוד דקה.</translation>
    </message>
    <message>
        <source>Background worker not available: the memory of Redis at {where} is full, so it accepts no new jobs. Ask whoever runs it to free memory, or run jobs on this computer.</source>
        <translation>העיבוד ברקע אינו זמין: הזיכרון של Redis בכתובת {where} מלא, ולכן הוא אינו מקבל משימות חדשות. בקשו ממי שמתפעל אותו לפנות זיכרון, או הריצו במחשב הזה.</translation>
    </message>
    <message>
        <source>Background worker not available: Redis at {where} accepts no changes. It may be a replica, or unable to save its data: check the host, or ask whoever runs it.</source>
        <translation>העיבוד ברקע אינו זמין: Redis בכתובת {where} אינו מקבל שינויים. ייתכן שהוא העתק, או שאינו מצליח לשמור את הנתונים שלו: בדקו את המארח, או פנו למי שמתפעל אותו.</translation>
    </message>
    <message>
        <source>Background worker not available: Redis at {where} responded with an error. Ask whoever runs it. ({detail})</source>
        <translation>העיבוד ברקע אינו זמין: Redis בכתובת {where} השיב בשגיאה. פנו למי שמתפעל אותו. ({detail})</translation>
    </message>
    <message>
        <source>The connection to the database was lost. Jobs wait and continue automatically when it is back. Check the table before you repeat an action.</source>
        <translation>החיבור למסד הנתונים אבד. המשימות ממתינות וימשיכו אוטומטית כשהחיבור יחזור. בדקו את הטבלה לפני שתחזרו על פעולה.</translation>
    </message>
    <message>
        <source>The job&apos;s saved position cannot be read, so it cannot be continued safely. Start a new deletion; cancel the job first if it is still active. ({reason})</source>
        <translation>אי אפשר לקרוא את המיקום השמור של המשימה, ולכן אי אפשר להמשיך אותה בבטחה. התחילו מחיקה חדשה; אם המשימה עדיין פעילה, בטלו אותה קודם. ({reason})</translation>
    </message>
    <message>
        <source>The rows are locked by another process. Try again in a minute.</source>
        <translation>השורות נעולות על ידי תהליך אחר. נסו שוב בעוד דקה.</translation>
    </message>
    <message>
        <source>A row-level security policy hides rows of the table {table} from the database user {role}, so nothing can be deleted safely. Ask your database administrator to let this user see all rows (BYPASSRLS).</source>
        <translation>מדיניות אבטחה ברמת השורה מסתירה שורות בטבלה {table} מהמשתמש {role} במסד הנתונים, ולכן אי אפשר למחוק דבר בבטחה. בקשו ממנהל מסד הנתונים לאפשר למשתמש הזה לראות את כל השורות (BYPASSRLS).</translation>
    </message>
    <message>
        <source>The search path in the connection URL has no effect (it is {found}): a connection pooler may have dropped it. Set the schema in the connection settings.</source>
        <translation>נתיב החיפוש שבכתובת החיבור אינו בתוקף (הוא {found}): ייתכן שמאגר חיבורים (pooler) השמיט אותו. קבעו את הסכמה בהגדרות החיבור.</translation>
    </message>
    <message>
        <source>These tables are missing in the schema of the settings: {found}. Check the schema name.</source>
        <translation>בסכמה שבהגדרות חסרות הטבלאות האלה: {found}. בדקו את שם הסכמה.</translation>
    </message>
    <message>
        <source>The tables are in schemas outside the search path of the database user ({found}). Set the right schema in the connection settings.</source>
        <translation>הטבלאות נמצאות בסכמות מחוץ לנתיב החיפוש של משתמש מסד הנתונים ({found}). קבעו את הסכמה הנכונה בהגדרות החיבור.</translation>
    </message>
    <message>
        <source>The tables are in different schemas ({found}). Set the right schema in the connection settings.</source>
        <translation>הטבלאות נמצאות בסכמות שונות ({found}). קבעו את הסכמה הנכונה בהגדרות החיבור.</translation>
    </message>
    <message>
        <source>The tables have different owners ({found}). If all of them are the right ones, set their schema in the connection settings.</source>
        <translation>לטבלאות יש בעלים שונים ({found}). אם כולן הטבלאות הנכונות, קבעו את הסכמה שלהן בהגדרות החיבור.</translation>
    </message>
    <message>
        <source>The tables exist in several schemas ({found}). Set the right schema in the connection settings.</source>
        <translation>הטבלאות קיימות בכמה סכמות ({found}). קבעו את הסכמה הנכונה בהגדרות החיבור.</translation>
    </message>
    <message>
        <source>Nothing can be restored, because this database has no table for it yet ({command}). Ask your database administrator to create it.</source>
        <translation>אי אפשר לשחזר, כי במסד הנתונים הזה עדיין אין טבלה לשחזורים ({command}). בקשו ממנהל מסד הנתונים ליצור אותה.</translation>
    </message>
    <message>
        <source>Job {job_id} no longer runs in this console: someone else cancelled it or took it over.</source>
        <translation>משימה {job_id} כבר אינה רצה במסוף הזה: מישהו אחר ביטל אותה או העביר אותה אליו.</translation>
    </message>
    <message>
        <source>The database at {where} rejected the user name or password. Check the connection settings.</source>
        <translation>מסד הנתונים {where} דחה את שם המשתמש או את הסיסמה. בדקו את הגדרות החיבור.</translation>
    </message>
    <message>
        <source>The database at {where} needs a password, and the system keychain could not be read. Unlock the keychain, or enter the password in the connection settings.</source>
        <translation>מסד הנתונים {where} דורש סיסמה, ולא ניתן לקרוא את מאגר הסיסמאות של המערכת. בטלו את הנעילה של המאגר, או הקלידו את הסיסמה בהגדרות החיבור.</translation>
    </message>
    <message>
        <source>Host not found: {where}. Check the host name and the network.</source>
        <translation>השרת לא נמצא: {where}. בדקו את שם השרת ואת הרשת.</translation>
    </message>
    <message>
        <source>Connection refused by {where}. Check the host and port, and that the server is running.</source>
        <translation>החיבור אל {where} נדחה. בדקו את השרת ואת הפורט, ושהשרת פועל.</translation>
    </message>
    <message>
        <source>The database at {where} does not respond. Check the network, the VPN and the firewall.</source>
        <translation>מסד הנתונים {where} אינו מגיב. בדקו את הרשת, את ה־VPN ואת חומת האש.</translation>
    </message>
    <message>
        <source>The database or user of {where} does not exist. Check the connection settings.</source>
        <translation>מסד הנתונים או המשתמש של {where} אינם קיימים. בדקו את הגדרות החיבור.</translation>
    </message>
    <message>
        <source>The database at {where} has no free connections. Try again in a minute.</source>
        <translation>אין חיבורים פנויים במסד הנתונים {where}. נסו שוב בעוד דקה.</translation>
    </message>
    <message>
        <source>The database at {where} is starting or stopping. Try again in a minute.</source>
        <translation>מסד הנתונים {where} עולה או נסגר כרגע. נסו שוב בעוד דקה.</translation>
    </message>
    <message>
        <source>The connection pooler in front of {where} does not accept the options of the connection URL. Remove them, and set the schema in the connection settings.</source>
        <translation>מאגר החיבורים (pooler) שלפני {where} אינו מקבל את האפשרויות שבכתובת החיבור. הסירו אותן, וקבעו את הסכמה בהגדרות החיבור.</translation>
    </message>
</context>
<context>
    <name>Estimate</name>
    <message>
        <source>Not measured yet on this database.</source>
        <translation>טרם נמדד במסד הנתונים הזה.</translation>
    </message>
    <message>
        <source>About {full}.</source>
        <translation>כ־{full}.</translation>
    </message>
    <message>
        <source>About {full} while the database is idle, about {gentle} while the product is busy.</source>
        <translation>כ־{full} כשמסד הנתונים פנוי, כ־{gentle} כשהמערכת עמוסה.</translation>
    </message>
    <message>
        <source>Measured so far only while the database was idle.</source>
        <translation>עד כה נמדד רק כשמסד הנתונים היה פנוי.</translation>
    </message>
    <message>
        <source>Measured so far only while the product was busy.</source>
        <translation>עד כה נמדד רק כשהמערכת הייתה עמוסה.</translation>
    </message>
    <message>
        <source>About {gentle}, because what others do cannot be seen.</source>
        <translation>כ־{gentle}, כי לא ניתן לראות את פעילותם של אחרים.</translation>
    </message>
    <message>
        <source>About {gentle} now, about {full} while the database is idle.</source>
        <translation>כ־{gentle} עכשיו, כ־{full} כשמסד הנתונים פנוי.</translation>
    </message>
    <message>
        <source>About {full} now, about {gentle} while the product is busy.</source>
        <translation>כ־{full} עכשיו, כ־{gentle} כשהמערכת עמוסה.</translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>Spreadsheet</source>
        <translation>גיליון אלקטרוני</translation>
    </message>
    <message>
        <source>JSON Lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>PDF document</source>
        <translation>מסמך PDF</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>דף אינטרנט</translation>
    </message>
    <message>
        <source>Excel workbook</source>
        <translation>חוברת Excel</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>{where} responds in {milliseconds} ms ({version}).</source>
        <translation>{where} מגיב תוך {milliseconds} אלפיות שנייה ({version}).</translation>
    </message>
    <message>
        <source>The connection is encrypted, and the server is verified.</source>
        <translation>החיבור מוצפן, וזהות השרת מאומתת.</translation>
    </message>
    <message>
        <source>The connection is encrypted. The server&apos;s certificate is not verified; to verify it, set the SSL mode in the settings.</source>
        <translation>החיבור מוצפן. תעודת השרת אינה מאומתת; כדי לאמת אותה, הגדירו את מצב ה־SSL בהגדרות.</translation>
    </message>
    <message>
        <source>The connection goes through a proxy, tunnel or pooler. Whether it is encrypted from there on cannot be seen.</source>
        <translation>החיבור עובר דרך פרוקסי, מנהרה או pooler. אי אפשר לדעת אם הוא מוצפן משם והלאה.</translation>
    </message>
    <message>
        <source>The connection does not leave this computer.</source>
        <translation>החיבור אינו יוצא מהמחשב הזה.</translation>
    </message>
    <message>
        <source>The connection is not encrypted. Set the SSL mode in the settings.</source>
        <translation>החיבור אינו מוצפן. קבעו את מצב ה־SSL בהגדרות.</translation>
    </message>
    <message>
        <source>The transaction timeouts are in effect.</source>
        <translation>מגבלות הזמן של הטרנזקציות בתוקף.</translation>
    </message>
    <message>
        <source>The setting {name} is {found} instead of {wanted} in a transaction of this console.</source>
        <translation>ההגדרה {name} היא {found} במקום {wanted} בטרנזקציה של המסוף הזה.</translation>
    </message>
    <message>
        <source>The database only allows reading: nothing can be deleted, started or stopped.</source>
        <translation>מסד הנתונים מאפשר קריאה בלבד: לא ניתן למחוק, להפעיל או לעצור דבר.</translation>
    </message>
    <message>
        <source>The database server is a standby, which only allows reading: nothing can be deleted, started or stopped.</source>
        <translation>שרת מסד הנתונים הוא שרת גיבוי (standby), שמאפשר קריאה בלבד: לא ניתן למחוק, להפעיל או לעצור דבר.</translation>
    </message>
    <message>
        <source>The table {table} has everything that Sweep needs.</source>
        <translation>בטבלה {table} יש כל מה ש־Sweep צריך.</translation>
    </message>
    <message>
        <source>The table {name} is missing.</source>
        <translation>הטבלה {name} חסרה.</translation>
    </message>
    <message>
        <source>The column {name} is missing.</source>
        <translation>העמודה {name} חסרה.</translation>
    </message>
    <message>
        <source>The index {name} is missing.</source>
        <translation>האינדקס {name} חסר.</translation>
    </message>
    <message>
        <source>The constraint {name} is missing.</source>
        <translation>האילוץ {name} חסר.</translation>
    </message>
    <message>
        <source>The index {name} is recommended: it keeps deletions fast as the table grows.</source>
        <translation>האינדקס {name} מומלץ: הוא שומר על מחיקות מהירות כשהטבלה גדלה.</translation>
    </message>
    <message>
        <source>The table {name} differs from what is expected.</source>
        <translation>הטבלה {name} שונה מהצפוי.</translation>
    </message>
    <message>
        <source>The column {name} differs from what is expected.</source>
        <translation>העמודה {name} שונה מהצפוי.</translation>
    </message>
    <message>
        <source>The index {name} differs from what is expected.</source>
        <translation>האינדקס {name} שונה מהצפוי.</translation>
    </message>
    <message>
        <source>The constraint {name} differs from what is expected.</source>
        <translation>האילוץ {name} שונה מהצפוי.</translation>
    </message>
    <message>
        <source>The recommended index {name} differs from what is expected.</source>
        <translation>האינדקס המומלץ {name} שונה מהצפוי.</translation>
    </message>
    <message>
        <source>No new deletion can start: the sequence {sequence} has no ID left for a job.</source>
        <translation>לא ניתן להפעיל מחיקה חדשה: ב־sequence {sequence} לא נותר מזהה למשימה.</translation>
    </message>
    <message>
        <source>The sequence {sequence} has only {left} IDs left for jobs.</source>
        <translation>ב־sequence {sequence} נותרו רק {left} מזהים למשימות.</translation>
    </message>
    <message>
        <source>No new deletion can start: the next ID of the sequence {sequence} already belongs to a job.</source>
        <translation>לא ניתן להפעיל מחיקה חדשה: המזהה הבא של ה־sequence {sequence} כבר שייך למשימה.</translation>
    </message>
    <message>
        <source>Triggers or rules can change or prevent what Sweep writes: {names}.</source>
        <translation>טריגרים או כללים (rules) יכולים לשנות או למנוע את מה ש־Sweep כותב: {names}.</translation>
    </message>
    <message>
        <source>The database user lacks the privilege {right} on {subject}.</source>
        <translation>למשתמש מסד הנתונים חסרה ההרשאה {right} על {subject}.</translation>
    </message>
    <message>
        <source>A row-level security policy hides rows of the table {table} from the database user {role}.</source>
        <translation>מדיניות אבטחה ברמת השורה מסתירה שורות בטבלה {table} מהמשתמש {role} במסד הנתונים.</translation>
    </message>
    <message>
        <source>The database user has no permission to lock rows of {subject}: a file could come into use while it is being deleted.</source>
        <translation>למשתמש מסד הנתונים אין הרשאה לנעול שורות של {subject}: קובץ עלול להיכנס לשימוש בזמן שהוא נמחק.</translation>
    </message>
    <message>
        <source>The database user {role} has privileges that Sweep does not need: {rights}.</source>
        <translation>למשתמש מסד הנתונים {role} יש הרשאות ש־Sweep אינו זקוק להן: {rights}.</translation>
    </message>
    <message>
        <source>{role} can create functions and operators in the schema {schema}, and so change what statements do.</source>
        <translation>{role} יכול ליצור פונקציות ואופרטורים בסכמה {schema}, וכך לשנות מה שפקודות עושות.</translation>
    </message>
    <message>
        <source>The database user has all required privileges.</source>
        <translation>למשתמש מסד הנתונים יש כל ההרשאות הנדרשות.</translation>
    </message>
    <message>
        <source>Job {job_id} of business {business_id} is not responding: no heartbeat for {time}.</source>
        <translation>משימה {job_id} של עסק {business_id} אינה מגיבה: אין עדכון כבר {time}.</translation>
    </message>
    <message>
        <source>Job {job_id} of business {business_id} is stuck: not picked up by any worker for {time}.</source>
        <translation>משימה {job_id} של עסק {business_id} תקועה: לא התחילה לרוץ כבר {time}.</translation>
    </message>
    <message>
        <source>No deletion is stuck or not responding (active: {count}).</source>
        <translation>אין מחיקה תקועה או שאינה מגיבה (פעילות: {count}).</translation>
    </message>
    <message numerus="yes">
        <source>Files of {count} business(es) were to be deleted more than {days} days ago: {names}. A console or worker deletes them in the background, or: {command}</source>
        <translation>
            <numerusform>הקבצים של עסק אחד היו אמורים להימחק לפני יותר מ־{days} ימים: {names}. מסוף או שרת עיבוד מוחק אותם ברקע, או: {command}</numerusform>
            <numerusform>הקבצים של {count} עסקים היו אמורים להימחק לפני יותר מ־{days} ימים: {names}. מסוף או שרת עיבוד מוחק אותם ברקע, או: {command}</numerusform>
        </translation>
    </message>
    <message>
        <source>No files are overdue for deletion.</source>
        <translation>אין קבצים שעבר מועד מחיקתם.</translation>
    </message>
    <message>
        <source>Only {looked} of {count} businesses could be checked for overdue files in a few seconds. Each check looks at them in another order.</source>
        <translation>בשניות ספורות נבדקו רק {looked} מתוך {count} עסקים לאיתור קבצים שמועד מחיקתם עבר. כל בדיקה עוברת עליהם בסדר אחר.</translation>
    </message>
    <message>
        <source>The web worker and older consoles delete files at once, also of a job that is to keep them.</source>
        <translation>שרת האתר ומסופים ישנים מוחקים קבצים מיד, גם במשימה שאמורה לשמור אותם.</translation>
    </message>
    <message>
        <source>Job {job_id} of business {business_id} counts {succeeded} deleted receipts; Sweep can restore {stamped}. The rest was deleted by the web worker, or it wrote over what Sweep had noted.</source>
        <translation>משימה {job_id} של עסק {business_id} סופרת {succeeded} קבלות שנמחקו; ניתן לשחזר {stamped} מהן. את השאר מחק שרת האתר, או שהוא דרס את מה שנרשם.</translation>
    </message>
    <message>
        <source>Attachments in {place} can be deleted.</source>
        <translation>אפשר למחוק קבצים מצורפים ב־{place}.</translation>
    </message>
    <message>
        <source>{place} keeps object versions: the data of deleted files remains in noncurrent versions.</source>
        <translation>ב־{place} נשמרות גרסאות: הנתונים של קבצים שנמחקו נשארים בגרסאות קודמות.</translation>
    </message>
    <message>
        <source>The queue {where} responds in {milliseconds} ms. Workers that listen: {count}.</source>
        <translation>התור {where} עונה תוך {milliseconds} אלפיות שנייה. שרתי עיבוד שמאזינים: {count}.</translation>
    </message>
    <message>
        <source>The queue {where} responds in {milliseconds} ms, but no worker listens on it. Start one on any machine.</source>
        <translation>התור {where} עונה תוך {milliseconds} אלפיות שנייה, אבל אף שרת עיבוד אינו מאזין לו. הפעילו אחד במחשב כלשהו.</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>מסד הנתונים</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>הצפנה</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>טבלאות</translation>
    </message>
    <message>
        <source>Privileges</source>
        <translation>הרשאות</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>משימות</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>קבצים</translation>
    </message>
    <message>
        <source>Queue (Redis)</source>
        <translation>התור (Redis)</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>תקין</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>הערה</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>אזהרה</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>שגיאה</translation>
    </message>
    <message>
        <source>Checking the database…</source>
        <translation>בדיקת מסד הנתונים…</translation>
    </message>
    <message>
        <source>Checking the tables…</source>
        <translation>בדיקת הטבלאות…</translation>
    </message>
    <message>
        <source>Checking the privileges…</source>
        <translation>בדיקת ההרשאות…</translation>
    </message>
    <message>
        <source>Checking the jobs…</source>
        <translation>בדיקת המשימות…</translation>
    </message>
    <message>
        <source>Checking the storage…</source>
        <translation>בדיקת האחסון…</translation>
    </message>
    <message>
        <source>Checking the queue…</source>
        <translation>בדיקת התור…</translation>
    </message>
</context>
<context>
    <name>FinishFilesDialog</name>
    <message>
        <source>Clean up files</source>
        <translation>ניקוי קבצים</translation>
    </message>
    <message>
        <source>Files of receipts that are already deleted will be deleted from {place}, no matter who deleted the receipts. No receipts are deleted. Files that are still in use stay, and those that are kept because their receipts can be restored.</source>
        <translation>קבצים של קבלות שכבר נמחקו יימחקו מ־{place}, לא משנה מי מחק את הקבלות. לא נמחקות קבלות. קבצים שעדיין בשימוש נשארים, וכן קבצים שנשמרים כי אפשר לשחזר את הקבלות שלהם.</translation>
    </message>
    <message>
        <source>Not included, because deletion is not allowed: {businesses}.</source>
        <translation>לא נכללו, כי אין הרשאה למחוק בהם: {businesses}.</translation>
    </message>
    <message>
        <source>Also delete the kept files: receipts come back without them</source>
        <translation>למחוק גם את הקבצים שנשמרו: הקבלות ישוחזרו בלעדיהם</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Clean up the files of {business}?</source>
        <translation>לנקות את הקבצים של {business}?</translation>
    </message>
    <message>
        <source>Clean up the files of {businesses}?</source>
        <translation>לנקות את הקבצים של {businesses}?</translation>
    </message>
</context>
<context>
    <name>Finishing</name>
    <message>
        <source>Cleaning up files: {done} of {businesses}…</source>
        <translation>ניקוי קבצים: {done} מתוך {businesses}…</translation>
    </message>
    <message>
        <source>Stopping after the current files…</source>
        <translation>עצירה אחרי הקבצים הנוכחיים…</translation>
    </message>
    <message>
        <source>Cleaning up files was interrupted after {done} of {businesses}. Files deleted so far stay deleted; run it again to continue.</source>
        <translation>ניקוי הקבצים נקטע אחרי {done} מתוך {businesses}. קבצים שנמחקו עד כה נשארים מחוקים; כדי להמשיך, הפעילו אותו שוב.</translation>
    </message>
    <message>
        <source>Confirm missing files…</source>
        <translation>אישור קבצים חסרים…</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>הצגת פרטים</translation>
    </message>
</context>
<context>
    <name>FixEndDialog</name>
    <message>
        <source>Resume</source>
        <translation>המשך</translation>
    </message>
    <message>
        <source>{receipts} will be deleted</source>
        <translation>יימחקו {receipts}</translation>
    </message>
    <message>
        <source>These deletions were started on the web without a fixed end. The end is set now: receipts that exist at this moment are deleted, receipts that arrive from now on are kept.</source>
        <translation>המחיקות האלה הופעלו באתר בלי סוף קבוע. הסוף נקבע עכשיו: קבלות שקיימות ברגע זה יימחקו, וקבלות שיגיעו מעכשיו יישמרו.</translation>
    </message>
    <message>
        <source>Receipts by deletion</source>
        <translation>קבלות לפי מחיקה</translation>
    </message>
    <message>
        <source>Business</source>
        <translation>עסק</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>מזהה</translation>
    </message>
    <message>
        <source>Original total</source>
        <translation>סך הכול מקורי</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>נמחקו</translation>
    </message>
    <message>
        <source>Remaining</source>
        <translation>נותרו</translation>
    </message>
    <message>
        <source>New total</source>
        <translation>סך הכול מעודכן</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
</context>
<context>
    <name>GuideDialog</name>
    <message>
        <source>User guide</source>
        <translation>מדריך למשתמש</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>חזרה</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגירה</translation>
    </message>
</context>
<context>
    <name>KeepFiles</name>
    <message>
        <source>Files</source>
        <translation>קבצים</translation>
    </message>
    <message>
        <source>Keep files for</source>
        <translation>שמירת הקבצים למשך</translation>
    </message>
    <message>
        <source>Delete at once; restore without files</source>
        <translation>מחיקה מיידית; שחזור ללא קבצים בלבד</translation>
    </message>
    <message>
        <source>Days that files are kept</source>
        <translation>מספר הימים שבהם הקבצים נשמרים</translation>
    </message>
    <message numerus="yes">
        <source>day(s)</source>
        <translation>
            <numerusform>יום</numerusform>
            <numerusform>ימים</numerusform>
        </translation>
    </message>
    <message>
        <source>Full restore possible until {time}</source>
        <translation>שחזור מלא אפשרי עד {time}</translation>
    </message>
</context>
<context>
    <name>KeptFiles</name>
    <message>
        <source>Kept: {files}</source>
        <translation>נשמרים: {files}</translation>
    </message>
    <message>
        <source>Were kept until {time}: {files}</source>
        <translation>נשמרו עד {time}: {files}</translation>
    </message>
    <message>
        <source>Kept until {time}: {files}</source>
        <translation>נשמרים עד {time}: {files}</translation>
    </message>
</context>
<context>
    <name>LeftBehindDialog</name>
    <message>
        <source>Interrupted deletions</source>
        <translation>מחיקות שנקטעו</translation>
    </message>
    <message>
        <source>Resume interrupted deletions?</source>
        <translation>להמשיך מחיקות שנקטעו?</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>לא עכשיו</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>המשך</translation>
    </message>
    <message>
        <source>Sweep closed on this computer while deleting: {businesses}. No data was lost, and no receipt is counted twice.</source>
        <translation>Sweep נסגר במחשב הזה באמצע מחיקה: {businesses}. שום נתון לא אבד, ושום קבלה לא נספרה פעמיים.</translation>
    </message>
    <message>
        <source>They resume automatically from where they stopped in {time}: until then another process may still be running them.</source>
        <translation>הן ימשיכו אוטומטית מהמקום שבו נעצרו בעוד {time}: עד אז ייתכן שתהליך אחר עדיין מריץ אותן.</translation>
    </message>
    <message>
        <source>They resume from where they stopped.</source>
        <translation>הן ימשיכו מהמקום שבו נעצרו.</translation>
    </message>
</context>
<context>
    <name>ListEntry</name>
    <message>
        <source>Not found</source>
        <translation>לא נמצא</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>נדחה</translation>
    </message>
    <message>
        <source>Several matches</source>
        <translation>כמה התאמות</translation>
    </message>
    <message>
        <source>Twice</source>
        <translation>כפול</translation>
    </message>
</context>
<context>
    <name>LockPage</name>
    <message>
        <source>Sweep is locked</source>
        <translation>Sweep נעול</translation>
    </message>
    <message>
        <source>Signed in as {person}. Running jobs continue.</source>
        <translation>מחוברים כ־{person}. משימות רצות ממשיכות.</translation>
    </message>
    <message>
        <source>Unlocking…</source>
        <translation>פותחים…</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>פתיחת הנעילה</translation>
    </message>
</context>
<context>
    <name>LongWork</name>
    <message>
        <source>Stop</source>
        <translation>עצירה</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Settings saved.</source>
        <translation>ההגדרות נשמרו.</translation>
    </message>
    <message>
        <source>Sweep · {where}</source>
        <translation>Sweep · {where}</translation>
    </message>
    <message>
        <source>{title} · {person}</source>
        <translation>{title} · {person}</translation>
    </message>
    <message>
        <source>Finishing the current batches…</source>
        <translation>סיום האצוות הנוכחיות…</translation>
    </message>
    <message>
        <source>The table could not be updated. {reason} Trying again automatically.</source>
        <translation>לא ניתן היה לעדכן את הטבלה. {reason} ניסיון נוסף יתבצע אוטומטית.</translation>
    </message>
    <message>
        <source>Not connected. {reason} Reconnecting automatically.</source>
        <translation>אין חיבור. {reason} המסוף מנסה להתחבר מחדש אוטומטית.</translation>
    </message>
    <message>
        <source>Retry now</source>
        <translation>ניסיון חוזר</translation>
    </message>
    <message>
        <source>{environment} · {title}</source>
        <translation>{environment} · {title}</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Reset to defaults</source>
        <translation>שחזור ברירות מחדל</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>עמודות</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>מיון לפי</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>מראה</translation>
    </message>
    <message>
        <source>System</source>
        <translation>לפי המערכת</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>בהיר</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>כהה</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Details</source>
        <translation>פרטים</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>העתקה</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>סגירת ההודעה</translation>
    </message>
</context>
<context>
    <name>Months</name>
    <message>
        <source>Jan</source>
        <translation>ינו׳</translation>
    </message>
    <message>
        <source>Feb</source>
        <translation>פבר׳</translation>
    </message>
    <message>
        <source>Mar</source>
        <translation>מרץ</translation>
    </message>
    <message>
        <source>Apr</source>
        <translation>אפר׳</translation>
    </message>
    <message>
        <source>May</source>
        <translation>מאי</translation>
    </message>
    <message>
        <source>Jun</source>
        <translation>יוני</translation>
    </message>
    <message>
        <source>Jul</source>
        <translation>יולי</translation>
    </message>
    <message>
        <source>Aug</source>
        <translation>אוג׳</translation>
    </message>
    <message>
        <source>Sep</source>
        <translation>ספט׳</translation>
    </message>
    <message>
        <source>Oct</source>
        <translation>אוק׳</translation>
    </message>
    <message>
        <source>Nov</source>
        <translation>נוב׳</translation>
    </message>
    <message>
        <source>Dec</source>
        <translation>דצמ׳</translation>
    </message>
</context>
<context>
    <name>Notifications</name>
    <message>
        <source>Mark all as read</source>
        <translation>סימון הכול כנקרא</translation>
    </message>
    <message numerus="yes">
        <source>Next: clean up the {count} file(s) left</source>
        <translation>
            <numerusform>הצעד הבא: ניקוי הקובץ שנותר</numerusform>
            <numerusform>הצעד הבא: ניקוי {count} הקבצים שנותרו</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Next: in a moment, {count} job(s) can be taken over</source>
        <translation>
            <numerusform>הצעד הבא: בעוד רגע אפשר יהיה להעביר את המשימה למסוף זה</numerusform>
            <numerusform>הצעד הבא: בעוד רגע אפשר יהיה להעביר {count} משימות למסוף זה</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Next: resume the {count} failed deletion(s)</source>
        <translation>
            <numerusform>הצעד הבא: המשך המחיקה שנכשלה</numerusform>
            <numerusform>הצעד הבא: המשך {count} המחיקות שנכשלו</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Next: retry the {count} failed receipt(s)</source>
        <translation>
            <numerusform>הצעד הבא: ניסיון חוזר לקבלה שנכשלה</numerusform>
            <numerusform>הצעד הבא: ניסיון חוזר ל־{count} הקבלות שנכשלו</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Next: take over the {count} stopped job(s)</source>
        <translation>
            <numerusform>הצעד הבא: העברת המשימה שנעצרה למסוף זה</numerusform>
            <numerusform>הצעד הבא: העברת {count} המשימות שנעצרו למסוף זה</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing new</source>
        <translation>אין התראות</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>התראות</translation>
    </message>
    <message numerus="yes">
        <source>Notifications: {count} unread</source>
        <translation>
            <numerusform>התראות: אחת שלא נקראה</numerusform>
            <numerusform>התראות: {count} שלא נקראו</numerusform>
        </translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>דוח…</translation>
    </message>
    <message numerus="yes">
        <source>Retry {count} receipt(s)</source>
        <translation>
            <numerusform>ניסיון חוזר לקבלה</numerusform>
            <numerusform>ניסיון חוזר ל־{count} קבלות</numerusform>
        </translation>
    </message>
    <message>
        <source>Run of {what}</source>
        <translation>הרצה של {what}</translation>
    </message>
    <message>
        <source>Show all in the audit trail</source>
        <translation>הצגת הכול ביומן הביקורת</translation>
    </message>
    <message>
        <source>Show notifications</source>
        <translation>הצגת ההתראות</translation>
    </message>
    <message>
        <source>Show run</source>
        <translation>הצגת ההרצה</translation>
    </message>
    <message>
        <source>unread</source>
        <translation>לא נקראה</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>אתמול</translation>
    </message>
    <message numerus="yes">
        <source>{count} failed</source>
        <translation>
            <numerusform>אחת נכשלה</numerusform>
            <numerusform>{count} נכשלו</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} file(s) left</source>
        <translation>
            <numerusform>נותר קובץ אחד</numerusform>
            <numerusform>נותרו {count} קבצים</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} file(s) were missing</source>
        <translation>
            <numerusform>קובץ אחד היה חסר</numerusform>
            <numerusform>{count} קבצים היו חסרים</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} run(s) have ended.</source>
        <translation>
            <numerusform>הרצה אחת הסתיימה.</numerusform>
            <numerusform>{count} הרצות הסתיימו.</numerusform>
        </translation>
    </message>
    <message>
        <source>{run} cancelled</source>
        <translation>{run} בוטלה</translation>
    </message>
    <message>
        <source>{run} completed</source>
        <translation>{run} הושלמה</translation>
    </message>
    <message numerus="yes">
        <source>{run} completed with {count} failure(s)</source>
        <translation>
            <numerusform>{run} הושלמה עם כשל אחד</numerusform>
            <numerusform>{run} הושלמה עם {count} כשלים</numerusform>
        </translation>
    </message>
    <message>
        <source>{run} failed</source>
        <translation>{run} נכשלה</translation>
    </message>
    <message>
        <source>{run} is not responding</source>
        <translation>{run} לא מגיבה</translation>
    </message>
    <message>
        <source>{run} is stuck</source>
        <translation>{run} תקועה</translation>
    </message>
    <message>
        <source>{run} was interrupted</source>
        <translation>{run} הופסקה באמצע</translation>
    </message>
    <message numerus="yes">
        <source>{run}: {count} of {all} business(es) cancelled</source>
        <translation>
            <numerusform>{run}: עסק אחד מתוך {all} בוטל</numerusform>
            <numerusform>{run}: {count} עסקים מתוך {all} בוטלו</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{run}: {count} of {all} business(es) failed</source>
        <translation>
            <numerusform>{run}: עסק אחד מתוך {all} נכשל</numerusform>
            <numerusform>{run}: {count} עסקים מתוך {all} נכשלו</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{run}: {count} of {all} business(es) interrupted</source>
        <translation>
            <numerusform>{run}: עסק אחד מתוך {all} הופסק באמצע</numerusform>
            <numerusform>{run}: {count} עסקים מתוך {all} הופסקו באמצע</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{run}: {count} of {all} business(es) not responding</source>
        <translation>
            <numerusform>{run}: עסק אחד מתוך {all} לא מגיב</numerusform>
            <numerusform>{run}: {count} עסקים מתוך {all} לא מגיבים</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{run}: {count} of {all} business(es) stuck</source>
        <translation>
            <numerusform>{run}: עסק אחד מתוך {all} תקוע</numerusform>
            <numerusform>{run}: {count} עסקים מתוך {all} תקועים</numerusform>
        </translation>
    </message>
    <message>
        <source>{title}. {figures}</source>
        <translation>{title}. {figures}</translation>
    </message>
    <message>
        <source>{title}: {action}</source>
        <translation>{title}: {action}</translation>
    </message>
</context>
<context>
    <name>PasswordField</name>
    <message>
        <source>Show password</source>
        <translation>הצגת הסיסמה</translation>
    </message>
    <message>
        <source>The password contains Hebrew letters. Check the keyboard layout.</source>
        <translation>הסיסמה מכילה אותיות עבריות. בדקו את שפת המקלדת.</translation>
    </message>
    <message>
        <source>Caps Lock is on.</source>
        <translation>מקש Caps Lock פועל.</translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message>
        <source>Web worker</source>
        <translation>שרת האתר</translation>
    </message>
    <message>
        <source>Server worker {name}</source>
        <translation>שרת עיבוד {name}</translation>
    </message>
    <message>
        <source>Waits on the server</source>
        <translation>ממתינה בשרת</translation>
    </message>
</context>
<context>
    <name>PreparingDialog</name>
    <message>
        <source>Preparing the demo</source>
        <translation>הכנת ההדגמה</translation>
    </message>
    <message>
        <source>Creating the demo: 40 businesses with about 15,000 receipts and their files. This takes a few seconds, the first time only.</source>
        <translation>יצירת ההדגמה: 40 עסקים עם כ־15,000 קבלות והקבצים שלהן. זה נמשך כמה שניות, בפעם הראשונה בלבד.</translation>
    </message>
    <message>
        <source>Starting the demo&apos;s PostgreSQL…</source>
        <translation>הפעלת ה־PostgreSQL של ההדגמה…</translation>
    </message>
</context>
<context>
    <name>QueueSettings</name>
    <message>
        <source>Queue</source>
        <translation>תור</translation>
    </message>
    <message>
        <source>Optional. With the product&apos;s queue, jobs can also run on a server, and continue while this computer is off. Without it, all jobs run on this computer.</source>
        <translation>לא חובה. בעזרת התור של המוצר אפשר להריץ משימות גם בשרת, והן ממשיכות גם כשהמחשב הזה כבוי. בלעדיו כל המשימות רצות במחשב הזה.</translation>
    </message>
    <message>
        <source>Redis URL</source>
        <translation>כתובת Redis</translation>
    </message>
    <message>
        <source>User</source>
        <translation>משתמש</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>סיסמה</translation>
    </message>
    <message>
        <source>Save password in the system keychain</source>
        <translation>שמירת הסיסמה במאגר הסיסמאות של המערכת</translation>
    </message>
    <message>
        <source>Test queue</source>
        <translation>בדיקת התור</translation>
    </message>
    <message>
        <source>Run jobs by default</source>
        <translation>היכן להריץ משימות כברירת מחדל</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>העתקה</translation>
    </message>
    <message>
        <source>SSH tunnel</source>
        <translation>מנהרת SSH</translation>
    </message>
    <message>
        <source>Redis is usually reachable only inside the product&apos;s network. From outside, run this command in a terminal, keep it open, and enter {url} above.</source>
        <translation>בדרך כלל אפשר להגיע אל Redis רק מתוך הרשת של המוצר. מחוץ לה הריצו את הפקודה הזו במסוף פקודות, השאירו אותו פתוח, והקלידו למעלה {url}.</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>במחשב הזה</translation>
    </message>
    <message>
        <source>On the server</source>
        <translation>בשרת</translation>
    </message>
    <message>
        <source>Encrypted with TLS where it begins with {scheme}. Leave empty for no queue.</source>
        <translation>מוצפנת ב־TLS כשהיא מתחילה ב־{scheme}. השאירו ריק אם אין תור.</translation>
    </message>
    <message>
        <source>The connection is not set in Sweep: set this with the environment variable {variable}.</source>
        <translation>החיבור אינו מוגדר ב־Sweep: הגדירו זאת במשתנה הסביבה {variable}.</translation>
    </message>
    <message>
        <source>Connected: {server} at {where} responds in {milliseconds} ms.</source>
        <translation>מחובר: {server} בכתובת {where} מגיב תוך {milliseconds} אלפיות שנייה.</translation>
    </message>
    <message>
        <source>No worker is listening. Start one on a server, or run jobs on this computer.</source>
        <translation>אף שרת עיבוד אינו מאזין. הפעילו שרת עיבוד, או הריצו משימות במחשב הזה.</translation>
    </message>
    <message numerus="yes">
        <source>{count} worker(s) of Sweep listening.</source>
        <translation>
            <numerusform>שרת עיבוד אחד של Sweep מאזין.</numerusform>
            <numerusform>{count} שרתי עיבוד של Sweep מאזינים.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} worker(s) of the product listening.</source>
        <translation>
            <numerusform>שרת עיבוד אחד של המוצר מאזין.</numerusform>
            <numerusform>{count} שרתי עיבוד של המוצר מאזינים.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>Sweep · Deletion report</source>
        <translation>Sweep · דוח מחיקה</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>עמוד {page} מתוך {pages}</translation>
    </message>
    <message>
        <source>Not over yet: {done} of {all} businesses are done with</source>
        <translation>טרם הסתיימה: {done} מתוך {all} עסקים הסתיימו</translation>
    </message>
    <message numerus="yes">
        <source>{count} of {all} businesses failed</source>
        <translation>
            <numerusform>{count} מתוך {all} עסקים נכשל</numerusform>
            <numerusform>{count} מתוך {all} עסקים נכשלו</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} of {all} businesses cancelled</source>
        <translation>
            <numerusform>{count} מתוך {all} עסקים בוטל</numerusform>
            <numerusform>{count} מתוך {all} עסקים בוטלו</numerusform>
        </translation>
    </message>
    <message>
        <source>{verdict}: {empty} of {all} businesses are empty</source>
        <translation>{verdict}: {empty} מתוך {all} עסקים רוקנו</translation>
    </message>
    <message>
        <source>receipts left: {count}</source>
        <translation>קבלות שנותרו: {count}</translation>
    </message>
    <message numerus="yes">
        <source>files left</source>
        <translation>
            <numerusform>קובץ נותר</numerusform>
            <numerusform>קבצים נותרו</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>files were missing</source>
        <translation>
            <numerusform>קובץ היה חסר</numerusform>
            <numerusform>קבצים היו חסרים</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>files deleted</source>
        <translation>
            <numerusform>קובץ נמחק</numerusform>
            <numerusform>קבצים נמחקו</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>businesses</source>
        <translation>
            <numerusform>עסק</numerusform>
            <numerusform>עסקים</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>receipts deleted</source>
        <translation>
            <numerusform>קבלה נמחקה</numerusform>
            <numerusform>קבלות נמחקו</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>receipts failed</source>
        <translation>
            <numerusform>קבלה נכשלה</numerusform>
            <numerusform>קבלות נכשלו</numerusform>
        </translation>
    </message>
    <message>
        <source>duration</source>
        <translation>משך</translation>
    </message>
    <message>
        <source>Requested by</source>
        <translation>הופעל על ידי</translation>
    </message>
    <message>
        <source>Continued by</source>
        <translation>המשיך</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>התחלה</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>סיום</translation>
    </message>
    <message>
        <source>Started on</source>
        <translation>הופעל במחשב</translation>
    </message>
    <message>
        <source>Ran on</source>
        <translation>היכן רצה</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>קצב</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>קבצים</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>הערה</translation>
    </message>
    <message>
        <source>Run ID</source>
        <translation>מזהה ההרצה</translation>
    </message>
    <message>
        <source>Adaptive</source>
        <translation>אדפטיבי</translation>
    </message>
    <message>
        <source>Fixed: {batch} receipts a batch, {pause} ms between two</source>
        <translation>קבוע: {batch} קבלות באצווה, {pause} אלפיות שנייה בין אצוות</translation>
    </message>
    <message>
        <source>deleted: {count}</source>
        <translation>נמחקו: {count}</translation>
    </message>
    <message>
        <source>missing before: {count}</source>
        <translation>היו חסרים: {count}</translation>
    </message>
    <message>
        <source>still needed: {count}</source>
        <translation>עדיין נחוצים: {count}</translation>
    </message>
    <message>
        <source>left: {count}</source>
        <translation>נותרו: {count}</translation>
    </message>
    <message>
        <source>receipts: {receipts}; businesses: {businesses}</source>
        <translation>קבלות: {receipts}; עסקים: {businesses}</translation>
    </message>
    <message>
        <source>What could not be done</source>
        <translation>מה לא בוצע</translation>
    </message>
    <message>
        <source>Business</source>
        <translation>עסק</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>מזהה</translation>
    </message>
    <message>
        <source>Not done</source>
        <translation>לא בוצע</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>סיבה</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>הצעד הבא</translation>
    </message>
    <message numerus="yes">
        <source>{count} file(s)</source>
        <translation>
            <numerusform>קובץ אחד</numerusform>
            <numerusform>{count} קבצים</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} receipt(s)</source>
        <translation>
            <numerusform>קבלה אחת</numerusform>
            <numerusform>{count} קבלות</numerusform>
        </translation>
    </message>
    <message>
        <source>Not started</source>
        <translation>לא הופעלו</translation>
    </message>
    <message>
        <source>{businesses}, not listed</source>
        <translation>{businesses}, ללא פירוט</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>לפני</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>נמחקו</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>נכשלו</translation>
    </message>
    <message>
        <source>After</source>
        <translation>אחרי</translation>
    </message>
    <message>
        <source>Files deleted</source>
        <translation>קבצים שנמחקו</translation>
    </message>
    <message>
        <source>Files kept</source>
        <translation>קבצים נשמרים</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>חסרים</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>נותרו</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>שניות</translation>
    </message>
    <message numerus="yes">
        <source>Total of {count} business(es)</source>
        <translation>
            <numerusform>סך הכול, עסק אחד</numerusform>
            <numerusform>סך הכול, {count} עסקים</numerusform>
        </translation>
    </message>
    <message>
        <source>Businesses</source>
        <translation>עסקים</translation>
    </message>
    <message>
        <source>those that need a person first</source>
        <translation>הדורשים טיפול תחילה</translation>
    </message>
    <message>
        <source>Numbers read from the database on {time}, {program}</source>
        <translation>הנתונים נקראו ממסד הנתונים ב־{time}, {program}</translation>
    </message>
    <message>
        <source>Numbers read from the database on {time} by {person}, {program}</source>
        <translation>הנתונים נקראו ממסד הנתונים ב־{time} על ידי {person}, {program}</translation>
    </message>
    <message numerus="yes">
        <source>{count} business(es)</source>
        <translation>
            <numerusform>עסק אחד</numerusform>
            <numerusform>{count} עסקים</numerusform>
        </translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>ניסיון חוזר</translation>
    </message>
    <message numerus="yes">
        <source>files kept</source>
        <translation>
            <numerusform>קובץ נשמר</numerusform>
            <numerusform>קבצים נשמרים</numerusform>
        </translation>
    </message>
    <message>
        <source>receipts: {count}, last on {time}</source>
        <translation>קבלות: {count}, לאחרונה ב־{time}</translation>
    </message>
    <message>
        <source>Restored since</source>
        <translation>שוחזרו מאז</translation>
    </message>
    <message>
        <source>kept: {count}</source>
        <translation>נשמרים: {count}</translation>
    </message>
    <message>
        <source>kept until {time}: {count}</source>
        <translation>נשמרים עד {time}: {count}</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>המשך</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>העברה למסוף זה</translation>
    </message>
    <message>
        <source>Wait for that deletion</source>
        <translation>המתנה למחיקה ההיא</translation>
    </message>
    <message>
        <source>Start a new deletion</source>
        <translation>הפעלת מחיקה חדשה</translation>
    </message>
    <message>
        <source>Clean up files</source>
        <translation>ניקוי קבצים</translation>
    </message>
    <message>
        <source>Confirm that the files are gone</source>
        <translation>אישור שהקבצים אינם קיימים</translation>
    </message>
    <message>
        <source>Ask who runs the database, then retry</source>
        <translation>פנייה למנהלי מסד הנתונים, ואז ניסיון חוזר</translation>
    </message>
    <message>
        <source>Ask for permission</source>
        <translation>בקשת הרשאה</translation>
    </message>
    <message>
        <source>Enable the receipts page first</source>
        <translation>תחילה הפעלת דף הקבלות</translation>
    </message>
    <message>
        <source>Activate the business first</source>
        <translation>תחילה הפעלת העסק</translation>
    </message>
    <message>
        <source>Check the name or ID</source>
        <translation>בדיקת השם או המזהה</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>הרצה</translation>
    </message>
    <message>
        <source>Business ID</source>
        <translation>מזהה העסק</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>סטטוס</translation>
    </message>
    <message>
        <source>Receipts before</source>
        <translation>קבלות לפני</translation>
    </message>
    <message>
        <source>Receipts deleted</source>
        <translation>קבלות שנמחקו</translation>
    </message>
    <message>
        <source>Receipts failed</source>
        <translation>קבלות שנכשלו</translation>
    </message>
    <message>
        <source>Receipts after</source>
        <translation>קבלות אחרי</translation>
    </message>
    <message>
        <source>Files still needed</source>
        <translation>קבצים שעדיין נחוצים</translation>
    </message>
    <message>
        <source>Files missing before</source>
        <translation>קבצים שהיו חסרים</translation>
    </message>
    <message>
        <source>Files left</source>
        <translation>קבצים שנותרו</translation>
    </message>
    <message>
        <source>Files kept until</source>
        <translation>קבצים נשמרים עד</translation>
    </message>
    <message>
        <source>Not done, and why</source>
        <translation>מה לא בוצע ומדוע</translation>
    </message>
    <message>
        <source>Checksum of the report</source>
        <translation>סכום ביקורת של הדוח</translation>
    </message>
    <message>
        <source>Receipts not done</source>
        <translation>קבלות שלא בוצעו</translation>
    </message>
    <message>
        <source>Files not done</source>
        <translation>קבצים שלא בוצעו</translation>
    </message>
    <message>
        <source>Receipt IDs</source>
        <translation>מזהי קבלות</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>סיכום</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>פריט</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>ערך</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>תוצאה</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>מסד נתונים</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>מקור</translation>
    </message>
    <message>
        <source>Still needed</source>
        <translation>עדיין נחוצים</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>נשמרים</translation>
    </message>
    <message>
        <source>{day} {month} {year}, {time}</source>
        <translation>{day} ב{month} {year}, {time}</translation>
    </message>
</context>
<context>
    <name>ResetDemoDialog</name>
    <message>
        <source>Reset the demo</source>
        <translation>איפוס ההדגמה</translation>
    </message>
    <message>
        <source>Reset the demo?</source>
        <translation>לאפס את ההדגמה?</translation>
    </message>
    <message>
        <source>Its businesses, receipts, jobs and files are created again. Your changes in the demo are lost.</source>
        <translation>העסקים, הקבלות, המשימות והקבצים שלה ייווצרו מחדש. השינויים שעשיתם בהדגמה יאבדו.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>איפוס</translation>
    </message>
</context>
<context>
    <name>Restore</name>
    <message>
        <source>Restore receipts</source>
        <translation>שחזור קבלות</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>השהיה</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>המשך</translation>
    </message>
    <message>
        <source>Cancel restore</source>
        <translation>ביטול השחזור</translation>
    </message>
    <message>
        <source>Restore {receipts}</source>
        <translation>שחזור {receipts}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגירה</translation>
    </message>
    <message>
        <source>The restore of {name} has ended</source>
        <translation>השחזור של {name} הסתיים</translation>
    </message>
    <message>
        <source>Restoring the receipts of {name}</source>
        <translation>שחזור הקבלות של {name}</translation>
    </message>
    <message>
        <source>Nothing of {name} can be restored</source>
        <translation>אין ב־{name} מה לשחזר</translation>
    </message>
    <message>
        <source>Restore the receipts of {name}?</source>
        <translation>לשחזר את הקבלות של {name}?</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>ניסיון נוסף</translation>
    </message>
    <message>
        <source>Counting receipts to restore: {done} of {businesses}…</source>
        <translation>סופר קבלות לשחזור: {done} מתוך {businesses}…</translation>
    </message>
    <message>
        <source>Business</source>
        <translation>עסק</translation>
    </message>
    <message>
        <source>Back to preview</source>
        <translation>חזרה לתצוגה המקדימה</translation>
    </message>
    <message>
        <source>Back to progress</source>
        <translation>חזרה להתקדמות</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>מזהה</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>משימה</translation>
    </message>
    <message>
        <source>Will be restored</source>
        <translation>ישוחזרו</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>נמחקו</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>התנגשויות</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>קבצים</translation>
    </message>
    <message>
        <source>Files missing</source>
        <translation>קבצים חסרים</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>קבלה</translation>
    </message>
    <message>
        <source>Vendor</source>
        <translation>ספק</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>תאריך</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>סכום</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>מטבע</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>סיבה</translation>
    </message>
    <message numerus="yes">
        <source>Files of {count} business(es) are not kept longer:</source>
        <translation>
            <numerusform>הקבצים של עסק אחד לא יישמרו לזמן ארוך יותר:</numerusform>
            <numerusform>הקבצים של {count} עסקים לא יישמרו לזמן ארוך יותר:</numerusform>
        </translation>
    </message>
    <message>
        <source>Included</source>
        <translation>נכלל</translation>
    </message>
    <message>
        <source>Why it is skipped</source>
        <translation>מדוע תדולג</translation>
    </message>
    <message>
        <source>Why it is not restored</source>
        <translation>מדוע לא שוחזרה</translation>
    </message>
    <message>
        <source>The same e-mail was imported again as receipt {receipt}</source>
        <translation>אותו מייל יובא שוב כקבלה {receipt}</translation>
    </message>
    <message>
        <source>of {count} deleted</source>
        <translation>מתוך {count} שנמחקו</translation>
    </message>
    <message>
        <source>of {count} chosen</source>
        <translation>מתוך {count} שנבחרו</translation>
    </message>
    <message>
        <source>skipped and listed</source>
        <translation>ידולגו ויירשמו</translation>
    </message>
    <message>
        <source>Files still there</source>
        <translation>קבצים קיימים</translation>
    </message>
    <message numerus="yes">
        <source>{count} receipt(s) without a file</source>
        <translation>
            <numerusform>קבלה אחת ללא קובץ</numerusform>
            <numerusform>{count} קבלות ללא קובץ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deleted or missing</source>
        <translation>
            <numerusform>{count} נמחק או חסר</numerusform>
            <numerusform>{count} נמחקו או חסרים</numerusform>
        </translation>
    </message>
    <message>
        <source>Progress of the restore</source>
        <translation>התקדמות השחזור</translation>
    </message>
    <message>
        <source>Businesses</source>
        <translation>עסקים</translation>
    </message>
    <message>
        <source>Not restored</source>
        <translation>לא שוחזרו</translation>
    </message>
    <message>
        <source>You can close this window: the restore goes on in the background.</source>
        <translation>אפשר לסגור את החלון: השחזור ימשיך ברקע.</translation>
    </message>
    <message>
        <source>The console that was restoring has ended. Resume to go on in this one, or cancel; what has been restored stays.</source>
        <translation>המסוף ששחזר נסגר. אפשר להמשיך במסוף זה או לבטל; מה ששוחזר יישאר.</translation>
    </message>
    <message>
        <source>{listed} of {count} are listed: each restore names the first {most}.</source>
        <translation>{listed} מתוך {count} מוצגות: כל שחזור מפרט את {most} הראשונות.</translation>
    </message>
    <message>
        <source>{done} of {total} receipts restored</source>
        <translation>שוחזרו {done} מתוך {total} קבלות</translation>
    </message>
    <message numerus="yes">
        <source>{count} conflict(s)</source>
        <translation>
            <numerusform>התנגשות אחת</numerusform>
            <numerusform>{count} התנגשויות</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} refused by the database</source>
        <translation>
            <numerusform>קבלה אחת נדחתה על ידי מסד הנתונים</numerusform>
            <numerusform>{count} נדחו על ידי מסד הנתונים</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} no longer deleted</source>
        <translation>
            <numerusform>קבלה אחת כבר אינה מחוקה</numerusform>
            <numerusform>{count} כבר אינן מחוקות</numerusform>
        </translation>
    </message>
    <message>
        <source>Status</source>
        <translation>סטטוס</translation>
    </message>
    <message>
        <source>Restored</source>
        <translation>שוחזרו</translation>
    </message>
    <message>
        <source>of</source>
        <translation>מתוך</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>הודעה</translation>
    </message>
    <message>
        <source>IDs of receipts, such as 918204, 902117</source>
        <translation>מזהי קבלות, למשל 918204, 902117</translation>
    </message>
    <message>
        <source>IDs of receipts</source>
        <translation>מזהי קבלות</translation>
    </message>
    <message>
        <source>Export preview…</source>
        <translation>ייצוא התצוגה המקדימה…</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>לא ייכללו</translation>
    </message>
    <message>
        <source>Whole run · {businesses}</source>
        <translation>כל ההרצה · {businesses}</translation>
    </message>
    <message>
        <source>This business</source>
        <translation>העסק הזה</translation>
    </message>
    <message>
        <source>Chosen businesses</source>
        <translation>עסקים נבחרים</translation>
    </message>
    <message>
        <source>Chosen receipts</source>
        <translation>קבלות נבחרות</translation>
    </message>
    <message>
        <source>Keep {count} days longer</source>
        <translation>שמירה ל־{count} ימים נוספים</translation>
    </message>
    <message>
        <source>Deleted by others</source>
        <translation>נמחקו על ידי אחרים</translation>
    </message>
    <message>
        <source>No conflicts: no e-mail was imported again.</source>
        <translation>אין התנגשויות: אף מייל לא יובא שוב.</translation>
    </message>
    <message>
        <source>Not an ID: {text}</source>
        <translation>אינו מזהה: {text}</translation>
    </message>
    <message>
        <source>At most {count} receipts can be chosen by ID.</source>
        <translation>אפשר לבחור לפי מזהה {count} קבלות לכל היותר.</translation>
    </message>
    <message>
        <source>They could not be looked for. Enter tries again.</source>
        <translation>לא ניתן היה לחפש אותן. הקישו Enter כדי לנסות שוב.</translation>
    </message>
    <message>
        <source>Type the IDs, with commas or blanks between them.</source>
        <translation>הקלידו את המזהים, עם פסיקים או רווחים ביניהם.</translation>
    </message>
    <message numerus="yes">
        <source>{count} of them were not deleted here, or are restored already.</source>
        <translation>
            <numerusform>אחת מהן לא נמחקה כאן, או שכבר שוחזרה.</numerusform>
            <numerusform>{count} מהן לא נמחקו כאן, או שכבר שוחזרו.</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>בודק…</translation>
    </message>
    <message>
        <source>There is nothing to restore.</source>
        <translation>אין מה לשחזר.</translation>
    </message>
    <message>
        <source>Restore paused.</source>
        <translation>השחזור הושהה.</translation>
    </message>
    <message>
        <source>Restore cancelled. What has been restored stays.</source>
        <translation>השחזור בוטל. מה ששוחזר יישאר.</translation>
    </message>
    <message>
        <source>Not possible: the restore is “{status}”.</source>
        <translation>לא ניתן: סטטוס השחזור הוא &quot;{status}&quot;.</translation>
    </message>
    <message>
        <source>The business is inactive, so its receipts cannot be restored.</source>
        <translation>העסק אינו פעיל, ולכן לא ניתן לשחזר את הקבלות שלו.</translation>
    </message>
    <message>
        <source>The job&apos;s saved position cannot be read, so what it has deleted is not known.</source>
        <translation>לא ניתן לקרוא את המיקום השמור של המשימה, ולכן לא ידוע מה היא מחקה.</translation>
    </message>
    <message>
        <source>Another console is still restoring. Try again in {time}.</source>
        <translation>מסוף אחר עדיין משחזר. נסו שוב בעוד {time}.</translation>
    </message>
    <message>
        <source>What job {job} has deleted in this business is being restored. Wait until that has ended, or cancel it: “Restore…” of job {job} in the History tab.</source>
        <translation>מה שמשימה {job} מחקה בעסק הזה משוחזר כעת. המתינו לסיום השחזור או בטלו אותו: &quot;שחזור…&quot; של משימה {job} בלשונית היסטוריה.</translation>
    </message>
    <message>
        <source>The restore of what job {job} has deleted in this business is “{status}”. Resume or cancel it first: “Restore…” of job {job} in the History tab.</source>
        <translation>סטטוס השחזור של מה שמשימה {job} מחקה בעסק הזה הוא &quot;{status}&quot;. קודם המשיכו או בטלו אותו: &quot;שחזור…&quot; של משימה {job} בלשונית היסטוריה.</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>נקטעה</translation>
    </message>
    <message>
        <source>The restore of {some} of {businesses} of {name} has ended</source>
        <translation>השחזור של {some} מתוך {businesses} של {name} הסתיים</translation>
    </message>
    <message>
        <source>Restoring {some} of {businesses} of {name}</source>
        <translation>שחזור {some} מתוך {businesses} של {name}</translation>
    </message>
    <message>
        <source>deleted today, {first} to {last}, by {person}</source>
        <translation>נמחקו היום, {first} עד {last}, על ידי {person}</translation>
    </message>
    <message>
        <source>deleted {first} to {last}, by {person}</source>
        <translation>נמחקו {first} עד {last}, על ידי {person}</translation>
    </message>
    <message>
        <source>deleted by {person}</source>
        <translation>נמחקו על ידי {person}</translation>
    </message>
    <message>
        <source>Files are kept until {time} ({left} left). After that, receipts come back without files.</source>
        <translation>הקבצים נשמרים עד {time} (נותרו {left}). לאחר מכן הקבלות ישוחזרו ללא קבצים.</translation>
    </message>
    <message>
        <source>The first files are no longer kept, the last until {time}. Receipts whose files are deleted come back without them.</source>
        <translation>הקבצים הראשונים כבר אינם נשמרים, והאחרונים נשמרים עד {time}. קבלות שהקבצים שלהן נמחקו ישוחזרו ללא קבצים.</translation>
    </message>
    <message>
        <source>Files are deleted; receipts come back without them.</source>
        <translation>הקבצים נמחקו; הקבלות ישוחזרו ללא קבצים.</translation>
    </message>
    <message numerus="yes">
        <source>{count} file(s) are deleted; their receipts come back without them.</source>
        <translation>
            <numerusform>קובץ אחד נמחק; הקבלה שלו תשוחזר בלעדיו.</numerusform>
            <numerusform>{count} קבצים נמחקו; הקבלות שלהם ישוחזרו בלעדיהם.</numerusform>
        </translation>
    </message>
    <message>
        <source>Restored or removed</source>
        <translation>שוחזרו או הוסרו</translation>
    </message>
    <message>
        <source>skipped; the first {count} are listed</source>
        <translation>ידולגו; {count} הראשונות מפורטות</translation>
    </message>
    <message>
        <source>since they were deleted</source>
        <translation>מאז שנמחקו</translation>
    </message>
    <message>
        <source>Files are no longer kept: they can be deleted at any moment. Restore soon.</source>
        <translation>הקבצים כבר אינם נשמרים ועלולים להימחק בכל רגע. כדאי לשחזר בהקדם.</translation>
    </message>
    <message>
        <source>No file of these receipts is there. They come back without files.</source>
        <translation>אין אף קובץ של הקבלות האלה. הן ישוחזרו ללא קבצים.</translation>
    </message>
    <message numerus="yes">
        <source>{count} deleted receipt(s) of these businesses were deleted by others, or by other jobs. They stay as they are.</source>
        <translation>
            <numerusform>קבלה אחת של עסקים אלה נמחקה על ידי אחרים או במשימה אחרת. היא תישאר כפי שהיא.</numerusform>
            <numerusform>{count} קבלות של עסקים אלה נמחקו על ידי אחרים או במשימות אחרות. הן יישארו כפי שהן.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} receipt(s) were deleted in these jobs by the web worker or an older console, which leave no trace. They cannot be restored here.</source>
        <translation>
            <numerusform>קבלה אחת נמחקה במשימות אלה על ידי שרת האתר או מסוף ישן, שאינם מותירים סימון. לא ניתן לשחזר אותה כאן.</numerusform>
            <numerusform>{count} קבלות נמחקו במשימות אלה על ידי שרת האתר או מסוף ישן, שאינם מותירים סימון. לא ניתן לשחזר אותן כאן.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} file(s) were deleted or already missing. Their receipts come back without them.</source>
        <translation>
            <numerusform>קובץ אחד נמחק או שהיה חסר. הקבלה שלו תשוחזר בלעדיו.</numerusform>
            <numerusform>{count} קבצים נמחקו או שהיו חסרים. הקבלות שלהם ישוחזרו בלעדיהם.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} receipt(s) have no file on record.</source>
        <translation>
            <numerusform>לקבלה אחת לא רשום קובץ.</numerusform>
            <numerusform>ל־{count} קבלות לא רשום קובץ.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Restoring</name>
    <message>
        <source>{name}: {receipts} restored.</source>
        <translation>{name}: שוחזרו {receipts}.</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>פתיחה…</translation>
    </message>
    <message>
        <source>{name}: the restore has failed after {receipts}.</source>
        <translation>{name}: השחזור נכשל לאחר {receipts}.</translation>
    </message>
    <message>
        <source>{name}: the restore is paused after {receipts}.</source>
        <translation>{name}: השחזור מושהה לאחר {receipts}.</translation>
    </message>
    <message>
        <source>{name}: the restore was cancelled after {receipts}.</source>
        <translation>{name}: השחזור בוטל לאחר {receipts}.</translation>
    </message>
    <message numerus="yes">
        <source>{count} left out, because the e-mail was imported again.</source>
        <translation>
            <numerusform>קבלה אחת דולגה, כי המייל שלה יובא שוב.</numerusform>
            <numerusform>{count} קבלות דולגו, כי המייל שלהן יובא שוב.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} refused by the database.</source>
        <translation>
            <numerusform>קבלה אחת נדחתה על ידי מסד הנתונים.</numerusform>
            <numerusform>{count} קבלות נדחו על ידי מסד הנתונים.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultsDialog</name>
    <message>
        <source>Results</source>
        <translation>תוצאות</translation>
    </message>
    <message>
        <source>Results by business</source>
        <translation>תוצאות לפי עסק</translation>
    </message>
    <message>
        <source>Business</source>
        <translation>עסק</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>מזהה</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>תוצאה</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>העתקה</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגירה</translation>
    </message>
    <message>
        <source>{done} of {all} succeeded</source>
        <translation>{done} מתוך {all} הצליחו</translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) started</source>
        <translation>
            <numerusform>מחיקה אחת הופעלה</numerusform>
            <numerusform>{count} מחיקות הופעלו</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) queued on the server</source>
        <translation>
            <numerusform>מחיקה אחת ממתינה בתור בשרת</numerusform>
            <numerusform>{count} מחיקות ממתינות בתור בשרת</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) wait on the server without an entry in its queue</source>
        <translation>
            <numerusform>מחיקה אחת ממתינה בשרת, אך לא נכנסה לתור שלו</numerusform>
            <numerusform>{count} מחיקות ממתינות בשרת, אך לא נכנסו לתור שלו</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) paused</source>
        <translation>
            <numerusform>מחיקה אחת הושהתה</numerusform>
            <numerusform>{count} מחיקות הושהו</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) paused or pausing after the current batch</source>
        <translation>
            <numerusform>מחיקה אחת מושהית, או תושהה בסוף האצווה הנוכחית</numerusform>
            <numerusform>{count} מחיקות מושהות, או יושהו בסוף האצווה הנוכחית</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) resumed</source>
        <translation>
            <numerusform>מחיקה אחת ממשיכה</numerusform>
            <numerusform>{count} מחיקות ממשיכות</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) cancelled</source>
        <translation>
            <numerusform>מחיקה אחת בוטלה</numerusform>
            <numerusform>{count} מחיקות בוטלו</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} job(s) taken over</source>
        <translation>
            <numerusform>משימה אחת הועברה למסוף הזה</numerusform>
            <numerusform>{count} משימות הועברו למסוף הזה</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} job(s) marked as failed</source>
        <translation>
            <numerusform>משימה אחת סומנה כנכשלת</numerusform>
            <numerusform>{count} משימות סומנו כנכשלות</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Retrying failed receipts of {count} job(s)</source>
        <translation>
            <numerusform>ניסיון חוזר לקבלות שנכשלו במשימה אחת</numerusform>
            <numerusform>ניסיון חוזר לקבלות שנכשלו ב־{count} משימות</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResumeDialog</name>
    <message>
        <source>Resume</source>
        <translation>המשך</translation>
    </message>
    <message>
        <source>It continues from where it stopped.</source>
        <translation>המשימה תמשיך מהנקודה שבה נעצרה.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>חזרה</translation>
    </message>
    <message>
        <source>Resume the deletion of {business}?</source>
        <translation>להמשיך את המחיקה של {business}?</translation>
    </message>
</context>
<context>
    <name>RunChips</name>
    <message>
        <source>Not responding</source>
        <translation>לא מגיבות</translation>
    </message>
    <message>
        <source>Stuck</source>
        <translation>תקועות</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>הופסקו</translation>
    </message>
</context>
<context>
    <name>RunFields</name>
    <message>
        <source>The note is too long: {count}.</source>
        <translation>ההערה ארוכה מדי: {count}.</translation>
    </message>
    <message>
        <source>Enter a run name or ticket number.</source>
        <translation>הקלידו שם הרצה או מספר פנייה.</translation>
    </message>
    <message>
        <source>The name is too long: {count}.</source>
        <translation>השם ארוך מדי: {count}.</translation>
    </message>
    <message>
        <source>Run name or ticket</source>
        <translation>שם הרצה או מספר פנייה</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>הערה</translation>
    </message>
    <message>
        <source>required</source>
        <translation>חובה</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>רשות</translation>
    </message>
</context>
<context>
    <name>Runs</name>
    <message>
        <source>Cancel run</source>
        <translation>ביטול ההרצה</translation>
    </message>
    <message>
        <source>Cancel the run {run}?</source>
        <translation>לבטל את ההרצה {run}?</translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) that are not over will be cancelled, whoever runs them. Receipts that are already deleted stay deleted.</source>
        <translation>
            <numerusform>מחיקה אחת שעוד לא הסתיימה תבוטל, בלי קשר למי שמריץ אותה. קבלות שכבר נמחקו יישארו מחוקות.</numerusform>
            <numerusform>{count} מחיקות שעוד לא הסתיימו יבוטלו, בלי קשר למי שמריץ אותן. קבלות שכבר נמחקו יישארו מחוקות.</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep the run</source>
        <translation>השארת ההרצה</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>הרצה</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>סטטוס</translation>
    </message>
    <message>
        <source>Businesses</source>
        <translation>עסקים</translation>
    </message>
    <message>
        <source>Receipts</source>
        <translation>קבלות</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>קצב</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>משך</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>נותרו {time}</translation>
    </message>
    <message>
        <source>{done_of_all} businesses</source>
        <translation>{done_of_all} עסקים</translation>
    </message>
    <message>
        <source>of {count}</source>
        <translation>מתוך {count}</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>{count} נכשלו</translation>
    </message>
    <message>
        <source>{count} of {businesses}</source>
        <translation>{count} מתוך {businesses}</translation>
    </message>
    <message>
        <source>Not deleted: {files}</source>
        <translation>לא נמחקו: {files}</translation>
    </message>
    <message>
        <source>Already missing: {files}</source>
        <translation>כבר היו חסרים: {files}</translation>
    </message>
    <message>
        <source>Business</source>
        <translation>עסק</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>מזהה</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>התקדמות</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>כשלים</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>היכן רצה</translation>
    </message>
    <message>
        <source>“{status}”, and no worker responds</source>
        <translation>&quot;{status}&quot;, ואף תהליך לא מגיב</translation>
    </message>
    <message>
        <source>Show in Businesses</source>
        <translation>הצגה בעסקים</translation>
    </message>
    <message>
        <source>Businesses of the run</source>
        <translation>העסקים של ההרצה</translation>
    </message>
    <message>
        <source>{done} of {total} receipts</source>
        <translation>{done} מתוך {total} קבלות</translation>
    </message>
    <message>
        <source>Deleted: {files}</source>
        <translation>נמחקו: {files}</translation>
    </message>
    <message>
        <source>Still needed: {files}</source>
        <translation>עדיין נחוצים: {files}</translation>
    </message>
    <message>
        <source>Started {time} by {person}</source>
        <translation>הופעלה {time} על ידי {person}</translation>
    </message>
    <message>
        <source>Started {time} by {person} on {workstation}</source>
        <translation>הופעלה {time} על ידי {person} במחשב {workstation}</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>הרצות</translation>
    </message>
    <message>
        <source>Search by run, note or person</source>
        <translation>חיפוש לפי הרצה, הערה או אדם</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>חיפוש</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>התחלה</translation>
    </message>
    <message>
        <source>All</source>
        <translation>הכול</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>בעיצומן</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>שלי</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>ניסיון חוזר</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>טעינה…</translation>
    </message>
    <message>
        <source>No runs yet. Deletions that you start appear here.</source>
        <translation>אין עדיין הרצות. מחיקות שתפעילו יופיעו כאן.</translation>
    </message>
    <message>
        <source>No matching runs.</source>
        <translation>אין הרצות תואמות.</translation>
    </message>
    <message>
        <source>Nothing to delete</source>
        <translation>אין מה למחוק</translation>
    </message>
    <message>
        <source>A deletion was already active</source>
        <translation>כבר הייתה מחיקה פעילה</translation>
    </message>
    <message>
        <source>A deletion was still running</source>
        <translation>מחיקה עדיין רצה</translation>
    </message>
    <message>
        <source>Started less than a minute before</source>
        <translation>הופעלה פחות מדקה קודם לכן</translation>
    </message>
    <message>
        <source>No permission</source>
        <translation>אין הרשאה</translation>
    </message>
    <message>
        <source>Receipts page not enabled</source>
        <translation>דף הקבלות לא פעיל</translation>
    </message>
    <message>
        <source>Inactive business</source>
        <translation>עסק לא פעיל</translation>
    </message>
    <message>
        <source>No such business</source>
        <translation>אין עסק כזה</translation>
    </message>
    <message numerus="yes">
        <source>Resume {count} deletion(s) of the run {run}?</source>
        <translation>
            <numerusform>להמשיך מחיקה אחת של ההרצה {run}?</numerusform>
            <numerusform>להמשיך {count} מחיקות של ההרצה {run}?</numerusform>
        </translation>
    </message>
    <message>
        <source>{reason}: {businesses}</source>
        <translation>{reason}: {businesses}</translation>
    </message>
    <message>
        <source>Not started: {businesses}. {reasons}</source>
        <translation>לא הופעלו: {businesses}. {reasons}</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>ועוד {count}</translation>
    </message>
    <message>
        <source>Save the report of the run</source>
        <translation>שמירת הדוח של ההרצה</translation>
    </message>
    <message>
        <source>Report saved to {file}.</source>
        <translation>הדוח נשמר אל {file}.</translation>
    </message>
    <message>
        <source>Pause run</source>
        <translation>השהיית ההרצה</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>המשך</translation>
    </message>
    <message>
        <source>Cancel run…</source>
        <translation>ביטול ההרצה…</translation>
    </message>
    <message>
        <source>Retry failures</source>
        <translation>ניסיון חוזר</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>העברה למסוף זה</translation>
    </message>
    <message>
        <source>Clean up files…</source>
        <translation>ניקוי קבצים…</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>שחזור…</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>דוח…</translation>
    </message>
    <message>
        <source>{action} ({count})</source>
        <translation>{action} ({count})</translation>
    </message>
</context>
<context>
    <name>RunsOn</name>
    <message>
        <source>Run on</source>
        <translation>היכן להריץ</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>המחשב הזה</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>שרת</translation>
    </message>
    <message>
        <source>It continues when you close this window or switch this computer off.</source>
        <translation>המחיקה תימשך גם אחרי סגירת החלון או כיבוי המחשב.</translation>
    </message>
    <message>
        <source>Enqueue anyway</source>
        <translation>להכניס לתור בכל זאת</translation>
    </message>
    <message>
        <source>After Redis was emptied, workers may be missing here for a few minutes.</source>
        <translation>אחרי ריקון של Redis ייתכן ששרתי עיבוד לא יופיעו כאן כמה דקות.</translation>
    </message>
    <message>
        <source>Checking who listens…</source>
        <translation>בדיקה אם יש שרתי עיבוד…</translation>
    </message>
    <message>
        <source>Free workers: {free} of {count}. You can close this window.</source>
        <translation>שרתי עיבוד פנויים: {free} מתוך {count}. אפשר לסגור את החלון.</translation>
    </message>
    <message>
        <source>Background worker not available. Start one ({command}), or run it on this computer.</source>
        <translation>אין שרת עיבוד זמין. הפעילו אחד ({command}), או הריצו במחשב הזה.</translation>
    </message>
    <message>
        <source>This window must stay open until it is done.</source>
        <translation>החלון צריך להישאר פתוח עד הסיום.</translation>
    </message>
    <message>
        <source>Only the product&apos;s own worker listens. It also deletes receipts that arrive meanwhile, deletes files at once, cannot be paused, and nothing can be undone.</source>
        <translation>רק שרת האתר מאזין. הוא מוחק גם קבלות שיגיעו בינתיים, מוחק קבצים מיד, אי אפשר להשהות אותו, ואי אפשר לשחזר דבר.</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search by name or ID, or paste a list</source>
        <translation>שם, מזהה או הדבקת רשימה</translation>
    </message>
    <message>
        <source>Search by name or ID</source>
        <translation>חיפוש לפי שם או מזהה</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>חיפוש</translation>
    </message>
    <message>
        <source>Search businesses by name or ID</source>
        <translation>חיפוש עסקים לפי שם או מזהה</translation>
    </message>
</context>
<context>
    <name>SelectList</name>
    <message>
        <source>All</source>
        <translation>הכול</translation>
    </message>
    <message>
        <source>Select by list</source>
        <translation>בחירה לפי רשימה</translation>
    </message>
    <message>
        <source>Open a list</source>
        <translation>פתיחת רשימה</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>רשימות</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>כל הקבצים</translation>
    </message>
    <message numerus="yes">
        <source>{count} entry(ies)</source>
        <translation>
            <numerusform>ערך אחד</numerusform>
            <numerusform>{count} ערכים</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Select {count} business(es)</source>
        <translation>
            <numerusform>בחירת עסק אחד</numerusform>
            <numerusform>בחירת {count} עסקים</numerusform>
        </translation>
    </message>
    <message>
        <source>No business found</source>
        <translation>לא נמצא עסק</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>הדבקה</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>פתיחת קובץ…</translation>
    </message>
    <message>
        <source>List of IDs or names</source>
        <translation>רשימת מזהים או שמות</translation>
    </message>
    <message>
        <source>IDs or names; separated by lines, commas, semicolons, tabs or spaces. Also CSV, TXT and XLSX.</source>
        <translation>מזהים או שמות, מופרדים בשורות, פסיקים, נקודה־פסיק, טאבים או רווחים. גם CSV, TXT ו־XLSX.</translation>
    </message>
    <message>
        <source>Entries of the list</source>
        <translation>הערכים שברשימה</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>התקדמות</translation>
    </message>
    <message>
        <source>Replace the selection</source>
        <translation>במקום הבחירה הנוכחית</translation>
    </message>
    <message>
        <source>Add to it</source>
        <translation>בנוסף לבחירה</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>שורה</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>ערך</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>תוצאה</translation>
    </message>
    <message>
        <source>Clipboard</source>
        <translation>לוח ההעתקה</translation>
    </message>
    <message>
        <source>{file}: sheet, and column of IDs or names</source>
        <translation>{file}: גיליון, ועמודת המזהים או השמות</translation>
    </message>
    <message>
        <source>{file}: column of IDs or names</source>
        <translation>{file}: עמודת המזהים או השמות</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>גיליון</translation>
    </message>
    <message>
        <source>Column of IDs or names</source>
        <translation>עמודת המזהים או השמות</translation>
    </message>
    <message>
        <source>The first row holds titles</source>
        <translation>בשורה הראשונה יש כותרות</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>לא נמצאו</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>נדחו</translation>
    </message>
    <message>
        <source>Several matches</source>
        <translation>כמה התאמות</translation>
    </message>
    <message>
        <source>Twice</source>
        <translation>כפול</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>נמצאו</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>שימוש בו</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>בחירה…</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>עריכה</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>הסרה</translation>
    </message>
    <message numerus="yes">
        <source>Fits {count} business(es): choose one</source>
        <translation>
            <numerusform>מתאים לעסק אחד: בחרו בו</numerusform>
            <numerusform>מתאים ל־{count} עסקים: בחרו אחד</numerusform>
        </translation>
    </message>
    <message>
        <source>Same as line {line}; counted once</source>
        <translation>זהה לשורה {line}; נספר פעם אחת</translation>
    </message>
    <message>
        <source>ID {id}</source>
        <translation>מזהה {id}</translation>
    </message>
    <message>
        <source>Did you mean “{name}” ({id})?</source>
        <translation>האם הכוונה ל־&quot;{name}&quot; ({id})?</translation>
    </message>
    <message>
        <source>There is no business with this ID</source>
        <translation>אין עסק עם המזהה הזה</translation>
    </message>
    <message>
        <source>There is no business with this name</source>
        <translation>אין עסק עם השם הזה</translation>
    </message>
</context>
<context>
    <name>SelectionLine</name>
    <message>
        <source>{businesses} · tick rows to act on them, or press {keys} to select by list</source>
        <translation>{businesses} · סמנו שורות כדי לפעול עליהן, או הקישו {keys} לבחירה לפי רשימה</translation>
    </message>
    <message numerus="yes">
        <source>{count} selected</source>
        <translation>
            <numerusform>נבחר אחד</numerusform>
            <numerusform>{count} נבחרו</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear the selection</source>
        <translation>ניקוי הבחירה</translation>
    </message>
    <message>
        <source>Show selected</source>
        <translation>הצגת הנבחרים</translation>
    </message>
    <message>
        <source>Show only the selected businesses</source>
        <translation>הצגת העסקים שנבחרו בלבד</translation>
    </message>
    <message numerus="yes">
        <source>{count} need(s) attention</source>
        <translation>
            <numerusform>אחת דורשת טיפול</numerusform>
            <numerusform>{count} דורשות טיפול</numerusform>
        </translation>
    </message>
    <message>
        <source>Show only the selected businesses that need attention</source>
        <translation>הצגת העסקים שנבחרו ודורשים טיפול בלבד</translation>
    </message>
</context>
<context>
    <name>Server</name>
    <message>
        <source>No worker listens on the queue.</source>
        <translation>אף שרת עיבוד לא מאזין לתור.</translation>
    </message>
    <message>
        <source>Its entry in the queue is gone. It can be enqueued again.</source>
        <translation>היא כבר אינה רשומה בתור. אפשר להחזיר אותה לתור.</translation>
    </message>
    <message>
        <source>A free worker listens.</source>
        <translation>יש שרת עיבוד פנוי.</translation>
    </message>
    <message>
        <source>The queue cannot be reached.</source>
        <translation>אי אפשר להגיע לתור.</translation>
    </message>
    <message numerus="yes">
        <source>All {count} worker(s) are busy.</source>
        <translation>
            <numerusform>שרת העיבוד היחיד עסוק.</numerusform>
            <numerusform>כל {count} שרתי העיבוד עסוקים.</numerusform>
        </translation>
    </message>
    <message>
        <source>The longest has been working for {time}.</source>
        <translation>העסוק ביותר עובד כבר {time}.</translation>
    </message>
    <message>
        <source>The longest has been working for {time}, on job {job}.</source>
        <translation>העסוק ביותר עובד כבר {time}, על משימה {job}.</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Connection URL (or enter the details below)</source>
        <translation>כתובת חיבור (או מלאו את הפרטים למטה)</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>שרת</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>פורט</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>מסד נתונים</translation>
    </message>
    <message>
        <source>User</source>
        <translation>משתמש</translation>
    </message>
    <message>
        <source>SSL mode</source>
        <translation>מצב SSL</translation>
    </message>
    <message>
        <source>CA file</source>
        <translation>קובץ CA</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>סיסמה</translation>
    </message>
    <message>
        <source>Save password in the system keychain</source>
        <translation>שמירת הסיסמה במאגר הסיסמאות של המערכת</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>בדיקת החיבור</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>ללא הצפנה (Disable)</translation>
    </message>
    <message>
        <source>Prefer</source>
        <translation>הצפנה אם אפשר (Prefer)</translation>
    </message>
    <message>
        <source>Require</source>
        <translation>חובת הצפנה (Require)</translation>
    </message>
    <message>
        <source>Verify certificate (verify-full)</source>
        <translation>אימות תעודה (verify-full)</translation>
    </message>
    <message>
        <source>No system keychain is available, so the password is not saved. Enter it at each start.</source>
        <translation>אין במחשב הזה מאגר סיסמאות, ולכן הסיסמה אינה נשמרת. הקלידו אותה בכל הפעלה.</translation>
    </message>
    <message>
        <source>A password is saved. Leave this empty to keep it.</source>
        <translation>כבר שמורה סיסמה. השאירו ריק כדי להמשיך להשתמש בה.</translation>
    </message>
    <message>
        <source>Saved in the system keychain only, never in a file.</source>
        <translation>השמירה היא במאגר הסיסמאות של המערכת בלבד, לעולם לא בקובץ.</translation>
    </message>
    <message>
        <source>Connected: {server} at {where} responds in {milliseconds} ms, encrypted, and the server is verified.</source>
        <translation>מחובר: {server} בכתובת {where} משיב תוך {milliseconds} אלפיות שנייה, מוצפן, וזהות השרת מאומתת.</translation>
    </message>
    <message>
        <source>Connected: {server} at {where} responds in {milliseconds} ms, encrypted. The server&apos;s certificate is not verified.</source>
        <translation>מחובר: {server} בכתובת {where} משיב תוך {milliseconds} אלפיות שנייה, מוצפן. תעודת השרת אינה מאומתת.</translation>
    </message>
    <message>
        <source>Connected: {server} at {where} responds in {milliseconds} ms, through a proxy, tunnel or pooler. Whether it is encrypted from there on cannot be seen.</source>
        <translation>מחובר: {server} בכתובת {where} משיב תוך {milliseconds} אלפיות שנייה, דרך פרוקסי, מנהרה או pooler. אי אפשר לדעת אם החיבור מוצפן משם והלאה.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>הגדרות</translation>
    </message>
    <message>
        <source>Welcome to Sweep. Connect to your database and file storage.</source>
        <translation>ברוכים הבאים אל Sweep. התחברו למסד הנתונים ולאחסון הקבצים.</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>חיבור</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>קבצים</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>מהירות</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>מגבלות</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>חלון</translation>
    </message>
    <message>
        <source>Settings categories</source>
        <translation>קטגוריות הגדרות</translation>
    </message>
    <message>
        <source>Reset to defaults</source>
        <translation>שחזור ברירות מחדל</translation>
    </message>
    <message>
        <source>Explore the demo</source>
        <translation>מעבר להדגמה</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>יציאה</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>שמירה</translation>
    </message>
    <message>
        <source>Running jobs use this from their next batch.</source>
        <translation>משימות רצות ישתמשו בזה החל מהאצווה הבאה.</translation>
    </message>
    <message>
        <source>Set by the command line option {name}; it cannot be changed here.</source>
        <translation>נקבע על ידי האפשרות {name} בשורת הפקודה; אי אפשר לשנות כאן.</translation>
    </message>
    <message>
        <source>Set by the environment variable {name}; it cannot be changed here.</source>
        <translation>נקבע על ידי משתנה הסביבה {name}; אי אפשר לשנות כאן.</translation>
    </message>
    <message>
        <source>Limit run time per job</source>
        <translation>הגבלת זמן הריצה של משימה</translation>
    </message>
    <message>
        <source>Maximum run time (seconds)</source>
        <translation>זמן ריצה מרבי (שניות)</translation>
    </message>
    <message>
        <source>Then requeue and continue automatically</source>
        <translation>לאחר מכן לפנות מקום לאחרות ולהמשיך אוטומטית</translation>
    </message>
    <message>
        <source>Otherwise the job is paused until you resume it.</source>
        <translation>אחרת המשימה מושהית עד שתמשיכו אותה.</translation>
    </message>
    <message>
        <source>Fail after consecutive batch errors</source>
        <translation>כישלון לאחר שגיאות אצווה רצופות</translation>
    </message>
    <message>
        <source>Deletion speed</source>
        <translation>מהירות המחיקה</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>גודל אצווה</translation>
    </message>
    <message>
        <source>Delay between batches (ms)</source>
        <translation>המתנה בין אצוות (אלפיות שנייה)</translation>
    </message>
    <message>
        <source>Concurrent jobs</source>
        <translation>משימות במקביל</translation>
    </message>
    <message>
        <source>Fixed (batch size and delay as set here)</source>
        <translation>קבועה (גודל אצווה והמתנה כפי שנקבעו כאן)</translation>
    </message>
    <message>
        <source>Adaptive (adjusts to database load)</source>
        <translation>מסתגלת (לפי העומס על מסד הנתונים)</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>סכמה</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>אוטומטית</translation>
    </message>
    <message>
        <source>Part of the connection URL: set it with {option} or {variable}.</source>
        <translation>חלק מכתובת החיבור: נקבעת באמצעות {option} או {variable}.</translation>
    </message>
    <message>
        <source>Connected: {server} at {where} responds in {milliseconds} ms, on this computer.</source>
        <translation>החיבור תקין: {server} ב־{where} מגיב תוך {milliseconds} אלפיות שנייה, במחשב הזה.</translation>
    </message>
    <message>
        <source>Connected: {server} at {where} responds in {milliseconds} ms. The connection is not encrypted.</source>
        <translation>החיבור תקין: {server} ב־{where} מגיב תוך {milliseconds} אלפיות שנייה. החיבור אינו מוצפן.</translation>
    </message>
    <message>
        <source>Batches grow while the database is fast, and shrink, with longer delays, while it is busy.</source>
        <translation>האצוות גדלות כל עוד מסד הנתונים מהיר, וקטנות, עם המתנות ארוכות יותר, כשהוא עמוס.</translation>
    </message>
    <message>
        <source>{receipts} receipts take at least {time}.</source>
        <translation>מחיקת {receipts} קבלות נמשכת לפחות {time}.</translation>
    </message>
    <message>
        <source>From {low} to {high}.</source>
        <translation>מ־{low} עד {high}.</translation>
    </message>
    <message>
        <source>Local or network folder</source>
        <translation>תיקייה מקומית או ברשת</translation>
    </message>
    <message>
        <source>Cloudflare R2 or another S3 service</source>
        <translation>Cloudflare R2, או שירות S3 אחר</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>תיקייה</translation>
    </message>
    <message>
        <source>The folder that contains “{name}”.</source>
        <translation>התיקייה שמכילה את &quot;{name}&quot;.</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>עיון…</translation>
    </message>
    <message>
        <source>After saving, you can switch at once. Until then Sweep goes on with the current connection.</source>
        <translation>אחרי השמירה אפשר לעבור מיד. עד אז Sweep ממשיך בחיבור הנוכחי.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>הסרה</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>שם</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>סביבה</translation>
    </message>
    <message>
        <source>Environment name</source>
        <translation>שם הסביבה</translation>
    </message>
    <message>
        <source>Color</source>
        <translation>צבע</translation>
    </message>
    <message>
        <source>Not set</source>
        <translation>לא נקבעה</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>אחרת…</translation>
    </message>
    <message>
        <source>New connection</source>
        <translation>חיבור חדש</translation>
    </message>
    <message>
        <source>{bounds} Counts once you reconnect.</source>
        <translation>{bounds} נכנס לתוקף בהתחברות מחדש.</translation>
    </message>
    <message>
        <source>Keep files of deleted receipts (days)</source>
        <translation>שמירת הקבצים של קבלות שנמחקו (ימים)</translation>
    </message>
    <message>
        <source>{bounds} With 0 files are deleted at once.</source>
        <translation>{bounds} עם 0 הקבצים נמחקים מיד.</translation>
    </message>
    <message>
        <source>Account ID</source>
        <translation>מזהה החשבון</translation>
    </message>
    <message>
        <source>Endpoint URL</source>
        <translation>כתובת endpoint</translation>
    </message>
    <message>
        <source>Only if it differs from Cloudflare&apos;s endpoint for the account.</source>
        <translation>רק אם היא שונה מכתובת החשבון ב־Cloudflare.</translation>
    </message>
    <message>
        <source>Bucket name</source>
        <translation>שם ה־bucket</translation>
    </message>
    <message>
        <source>Access key ID</source>
        <translation>מזהה מפתח הגישה</translation>
    </message>
    <message>
        <source>Secret access key</source>
        <translation>מפתח גישה סודי</translation>
    </message>
    <message>
        <source>Save secret key in the system keychain</source>
        <translation>שמירת המפתח הסודי במאגר הסיסמאות של המערכת</translation>
    </message>
    <message>
        <source>Test storage</source>
        <translation>בדיקת האחסון</translation>
    </message>
    <message>
        <source>Storage is working: attachments can be deleted here. This test deleted nothing.</source>
        <translation>האחסון תקין: אפשר למחוק כאן קבצים מצורפים. הבדיקה עצמה לא מחקה דבר.</translation>
    </message>
    <message>
        <source>No system keychain is available, so the secret key is not saved. Enter it at each start.</source>
        <translation>אין במחשב הזה מאגר סיסמאות, ולכן המפתח הסודי אינו נשמר. הקלידו אותו בכל הפעלה.</translation>
    </message>
    <message>
        <source>A secret key is saved. Leave this empty to keep it.</source>
        <translation>כבר שמור מפתח סודי. השאירו ריק כדי להמשיך להשתמש בו.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>שפה</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>מראה</translation>
    </message>
    <message>
        <source>Keep running in the tray</source>
        <translation>המשך ברקע</translation>
    </message>
    <message>
        <source>Closing the window keeps jobs running in the tray.</source>
        <translation>סגירת החלון משאירה את המשימות רצות ברקע, במגש המערכת.</translation>
    </message>
    <message>
        <source>Keep running when the window is closed</source>
        <translation>המשך הריצה כשהחלון נסגר</translation>
    </message>
    <message>
        <source>This desktop has no tray: while jobs run, closing the window minimizes it.</source>
        <translation>בשולחן העבודה הזה אין מגש מערכת: כשמשימות רצות, סגירת החלון ממזערת אותו.</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>אף פעם</translation>
    </message>
    <message>
        <source>Lock when idle (minutes)</source>
        <translation>נעילה ללא פעילות (דקות)</translation>
    </message>
    <message>
        <source>The password opens the window again. Running jobs continue. 0: never.</source>
        <translation>הסיסמה פותחת את החלון מחדש. משימות רצות ממשיכות. 0: אף פעם.</translation>
    </message>
    <message>
        <source>Require a name for every run</source>
        <translation>שם חובה לכל הרצה</translation>
    </message>
    <message>
        <source>Deletions start only with a run name or ticket number.</source>
        <translation>מחיקות יופעלו רק עם שם הרצה או מספר פנייה.</translation>
    </message>
    <message>
        <source>System</source>
        <translation>לפי המערכת</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>בהיר</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>כהה</translation>
    </message>
</context>
<context>
    <name>SeveralDialog</name>
    <message>
        <source>They continue here from where they stopped.</source>
        <translation>הן ימשיכו כאן מהמקום שבו נעצרו.</translation>
    </message>
    <message>
        <source>Deleted receipts stay deleted, and a cancelled deletion cannot be resumed, only started anew.</source>
        <translation>קבלות שנמחקו נשארות מחוקות; מחיקה שבוטלה לא ניתנת להמשך, רק להפעלה מחדש.</translation>
    </message>
    <message>
        <source>Only receipts that could not be deleted are tried again.</source>
        <translation>ינוסו שוב רק קבלות שלא ניתן היה למחוק.</translation>
    </message>
    <message>
        <source>They continue here. A worker that still has one loses it at its next batch.</source>
        <translation>הן ימשיכו כאן. תהליך שעדיין מריץ אחת מהן יאבד אותה באצווה הבאה שלו.</translation>
    </message>
    <message>
        <source>They can be resumed later.</source>
        <translation>אפשר יהיה להמשיך אותן אחר כך.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>חזרה</translation>
    </message>
    <message>
        <source>Deletions</source>
        <translation>מחיקות</translation>
    </message>
    <message numerus="yes">
        <source>{count} of them were started by others.</source>
        <translation>
            <numerusform>אחת מהן הופעלה על ידי אחרים.</numerusform>
            <numerusform>{count} מהן הופעלו על ידי אחרים.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not included, because this cannot be done there: {businesses}.</source>
        <translation>לא נכללו, כי הפעולה לא אפשרית שם: {businesses}.</translation>
    </message>
    <message>
        <source>They continue from where they stopped.</source>
        <translation>הן ימשיכו מהמקום שבו נעצרו.</translation>
    </message>
    <message>
        <source>Resume {count} deletions?</source>
        <translation>להמשיך {count} מחיקות?</translation>
    </message>
    <message>
        <source>Resume {count} deletions</source>
        <translation>המשך {count} מחיקות</translation>
    </message>
    <message>
        <source>Cancel {count} deletions?</source>
        <translation>לבטל {count} מחיקות?</translation>
    </message>
    <message>
        <source>Cancel {count} deletions</source>
        <translation>ביטול {count} מחיקות</translation>
    </message>
    <message>
        <source>Retry the failed receipts of {count} deletions?</source>
        <translation>לנסות שוב את הקבלות שנכשלו ב־{count} מחיקות?</translation>
    </message>
    <message>
        <source>Retry {count} deletions</source>
        <translation>ניסיון חוזר ב־{count} מחיקות</translation>
    </message>
    <message>
        <source>Take {count} deletions over?</source>
        <translation>להעביר {count} מחיקות למסוף זה?</translation>
    </message>
    <message>
        <source>Take {count} deletions over</source>
        <translation>העברת {count} מחיקות למסוף זה</translation>
    </message>
    <message>
        <source>Mark {count} deletions as failed?</source>
        <translation>לסמן {count} מחיקות ככושלות?</translation>
    </message>
    <message>
        <source>Mark {count} deletions as failed</source>
        <translation>סימון {count} מחיקות ככושלות</translation>
    </message>
    <message>
        <source>Run {count} deletions here?</source>
        <translation>להריץ {count} מחיקות כאן?</translation>
    </message>
    <message>
        <source>They no longer wait on the server; this window must stay open until they are done.</source>
        <translation>הן כבר לא ימתינו בשרת; החלון צריך להישאר פתוח עד הסיום.</translation>
    </message>
    <message>
        <source>Run {count} deletions here</source>
        <translation>הרצת {count} מחיקות כאן</translation>
    </message>
    <message>
        <source>Enqueue {count} deletions again?</source>
        <translation>להחזיר {count} מחיקות לתור?</translation>
    </message>
    <message>
        <source>An entry that is still there does no harm.</source>
        <translation>רישום שעדיין נמצא בתור אינו מזיק.</translation>
    </message>
    <message>
        <source>Enqueue {count} deletions again</source>
        <translation>החזרת {count} מחיקות לתור</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>קיצורי מקלדת</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>פעולה</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>מקש</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגירה</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Runs</source>
        <translation>הרצות</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>שרתי עיבוד</translation>
    </message>
    <message>
        <source>Businesses by status</source>
        <translation>עסקים לפי סטטוס</translation>
    </message>
    <message>
        <source>Pages and filters</source>
        <translation>דפים ומסננים</translation>
    </message>
</context>
<context>
    <name>SignInDialog</name>
    <message>
        <source>Sign in</source>
        <translation>כניסה</translation>
    </message>
    <message>
        <source>Sign in to Sweep</source>
        <translation>כניסה אל Sweep</translation>
    </message>
    <message>
        <source>Database: {where}</source>
        <translation>מסד הנתונים: {where}</translation>
    </message>
    <message>
        <source>Files: {place}</source>
        <translation>קבצים: {place}</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>דוא״ל</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>סיסמה</translation>
    </message>
    <message>
        <source>Switch to {language}</source>
        <translation>מעבר אל {language}</translation>
    </message>
    <message>
        <source>Saved connection</source>
        <translation>חיבור שמור</translation>
    </message>
    <message>
        <source>Demo (sample businesses)</source>
        <translation>הדגמה (עסקים לדוגמה)</translation>
    </message>
    <message>
        <source>Another connection…</source>
        <translation>חיבור אחר…</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>חיבור</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>יציאה</translation>
    </message>
    <message>
        <source>Demo: sample businesses in a separate database on this computer. The sign-in details are already filled in.</source>
        <translation>הדגמה: עסקים לדוגמה במסד נתונים נפרד במחשב הזה. פרטי הכניסה כבר מולאו.</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>מתחבר…</translation>
    </message>
</context>
<context>
    <name>StackedPlot</name>
    <message>
        <source>Throughput, last hour</source>
        <translation>קצב בשעה האחרונה</translation>
    </message>
    <message>
        <source>receipts/s</source>
        <translation>קבלות בשנייה</translation>
    </message>
    <message>
        <source>others</source>
        <translation>אחרות</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>טוען…</translation>
    </message>
    <message>
        <source>No receipts were deleted in the last hour.</source>
        <translation>לא נמחקו קבלות בשעה האחרונה.</translation>
    </message>
    <message>
        <source>Receipts/s: {last} now, peak {most}.</source>
        <translation>קבלות בשנייה: {last} עכשיו, {most} בשיא.</translation>
    </message>
    <message>
        <source>{run}: {receipts}</source>
        <translation>{run}: {receipts}</translation>
    </message>
    <message>
        <source>Before {time} this window did not see it: spread evenly over each job.</source>
        <translation>עד {time} החלון הזה לא היה פתוח: הקבלות מפוזרות באופן שווה על פני כל משימה.</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Connected · {where} · {milliseconds} · {time}</source>
        <translation>מחובר · {where} · {milliseconds} · {time}</translation>
    </message>
    <message>
        <source>{number} ms</source>
        <translation>{number} אלפיות שנייה</translation>
    </message>
    <message>
        <source>Connected · {where}</source>
        <translation>מחובר · {where}</translation>
    </message>
    <message>
        <source>Last updated at {time}; the query took {number} ms.</source>
        <translation>עודכן לאחרונה בשעה {time}; השאילתה ארכה {number} אלפיות שנייה.</translation>
    </message>
    <message>
        <source>Not updated · {where}</source>
        <translation>לא עודכן · {where}</translation>
    </message>
    <message>
        <source>Not connected · {where}</source>
        <translation>לא מחובר · {where}</translation>
    </message>
    <message>
        <source>Connecting · {where}</source>
        <translation>מתחבר · {where}</translation>
    </message>
    <message>
        <source>Workers {busy}</source>
        <translation>משימות במקביל {busy}</translation>
    </message>
    <message>
        <source>Workers of this console that are running a job</source>
        <translation>כמה משימות רצות במקביל במסוף הזה</translation>
    </message>
    <message>
        <source>Queue {waiting}</source>
        <translation>בתור {waiting}</translation>
    </message>
    <message>
        <source>Jobs of this console that wait for a free worker</source>
        <translation>כמה משימות ממתינות בתור במסוף הזה</translation>
    </message>
    <message numerus="yes">
        <source>{count} receipt(s)/s</source>
        <translation>
            <numerusform>קבלה אחת בשנייה</numerusform>
            <numerusform>{count} קבלות בשנייה</numerusform>
        </translation>
    </message>
    <message>
        <source>Overall {percent}</source>
        <translation>סך הכול {percent}</translation>
    </message>
    <message>
        <source>Overall {percent} · {time} left</source>
        <translation>סך הכול {percent} · נותרו {time}</translation>
    </message>
    <message>
        <source>All queued and running deletions</source>
        <translation>כל המחיקות הממתינות והרצות</translation>
    </message>
</context>
<context>
    <name>StatusFilter</name>
    <message>
        <source>Running</source>
        <translation>רצות</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>ממתינות</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>מושהות</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>נכשלו</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>דורשות טיפול</translation>
    </message>
    <message>
        <source>Businesses</source>
        <translation>עסקים</translation>
    </message>
    <message>
        <source>With failures</source>
        <translation>עם כשלים</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>הושלמו</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>בוטלו</translation>
    </message>
    <message>
        <source>No job</source>
        <translation>ללא משימה</translation>
    </message>
    <message>
        <source>Nothing to delete</source>
        <translation>אין מה למחוק</translation>
    </message>
</context>
<context>
    <name>StoredText</name>
    <message>
        <source>Server restarted or job heartbeat lost: no heartbeat for {time}.</source>
        <translation>השרת הופעל מחדש או שהמשימה הפסיקה להגיב: אין עדכון כבר {time}.</translation>
    </message>
    <message>
        <source>Server restarted or job heartbeat lost: {reason}</source>
        <translation>השרת הופעל מחדש או שהמשימה הפסיקה להגיב: {reason}</translation>
    </message>
    <message>
        <source>Marked as failed manually: there was no heartbeat any more.</source>
        <translation>סומנה ידנית כנכשלת: לא היו עוד עדכונים.</translation>
    </message>
    <message>
        <source>Paused: the user who started or resumed it no longer has permission to delete receipts.</source>
        <translation>הושהתה: למשתמש שהפעיל או המשיך אותה אין עוד הרשאה למחוק קבלות.</translation>
    </message>
    <message>
        <source>Paused: the user who started or resumed it no longer has permission to delete receipts of this business.</source>
        <translation>הושהתה: למשתמש שהפעיל או המשיך אותה אין עוד הרשאה למחוק קבלות של העסק הזה.</translation>
    </message>
    <message>
        <source>Paused: the receipts page is no longer enabled for this business.</source>
        <translation>הושהתה: דף הקבלות כבר אינו מופעל לעסק הזה.</translation>
    </message>
    <message>
        <source>Paused: the business is no longer active.</source>
        <translation>הושהתה: העסק כבר אינו פעיל.</translation>
    </message>
    <message>
        <source>Receipts not deleted: {count}. They were restored, arrived late, or were skipped by the web worker.</source>
        <translation>קבלות שלא נמחקו: {count}. הן שוחזרו, הגיעו באיחור, או ששרת האתר דילג עליהן.</translation>
    </message>
    <message>
        <source>Receipts deleted by others, or overwritten in the count by the web worker: {count}.</source>
        <translation>קבלות שאחרים מחקו, או ששרת האתר דרס את ספירתן: {count}.</translation>
    </message>
    <message>
        <source>Receipts counted beyond the total: {count}. They arrived late, or were counted twice by the web worker.</source>
        <translation>קבלות שנספרו מעבר לסך הכול: {count}. הן הגיעו באיחור, או ששרת האתר ספר פעמיים.</translation>
    </message>
    <message>
        <source>Receipts that could not be deleted: {count}. Last error: {reason}.</source>
        <translation>קבלות שלא ניתן היה למחוק: {count}. השגיאה האחרונה: {reason}.</translation>
    </message>
    <message>
        <source>Files not deleted: {count} ({reason}).</source>
        <translation>קבצים שלא נמחקו: {count} ({reason}).</translation>
    </message>
    <message>
        <source>Files already missing: {count} of {all}. Most files are missing, so their records are kept. If these files no longer exist, choose “Clean up files…” for this business and confirm it there.</source>
        <translation>קבצים שכבר היו חסרים: {count} מתוך {all}. רוב הקבצים חסרים, ולכן הרשומות שלהם נשמרות. אם הקבצים האלה כבר אינם קיימים, בחרו לעסק הזה &quot;ניקוי קבצים…&quot; ואשרו זאת שם.</translation>
    </message>
    <message>
        <source>Files already missing: {count}.</source>
        <translation>קבצים שכבר היו חסרים: {count}.</translation>
    </message>
    <message>
        <source>Deleted files whose older versions remain in the bucket: {count}.</source>
        <translation>קבצים שנמחקו אך גרסאות קודמות שלהם נשארו ב־bucket: {count}.</translation>
    </message>
    <message>
        <source>not every receipt of the batch was deleted</source>
        <translation>לא כל הקבלות באצווה נמחקו</translation>
    </message>
    <message>
        <source>the attachment storage {place} cannot be used: {reason}</source>
        <translation>אי אפשר להשתמש באחסון הקבצים המצורפים {place}: {reason}</translation>
    </message>
    <message>
        <source>they belong to another business</source>
        <translation>הם שייכים לעסק אחר</translation>
    </message>
    <message>
        <source>it needs a password, and the system keychain could not be read. Unlock the keychain, or enter the password in the connection settings.</source>
        <translation>נדרשת סיסמה, ואי אפשר היה לקרוא את מאגר הסיסמאות של המערכת. פתחו את המאגר, או הקלידו את הסיסמה בהגדרות החיבור.</translation>
    </message>
    <message>
        <source>they have another purpose</source>
        <translation>ייעודם אחר</translation>
    </message>
    <message>
        <source>they are in the folder of another purpose</source>
        <translation>הם נמצאים בתיקייה של ייעוד אחר</translation>
    </message>
    <message>
        <source>a receipt that is not deleted uses them</source>
        <translation>קבלה שלא נמחקה משתמשת בהם</translation>
    </message>
    <message>
        <source>another attachment uses the same file</source>
        <translation>קובץ מצורף אחר משתמש באותו קובץ</translation>
    </message>
    <message>
        <source>no permission to read the table {table}, which references attachments</source>
        <translation>אין הרשאה לקרוא את הטבלה {table}, שמפנה לקבצים מצורפים</translation>
    </message>
    <message>
        <source>the table {table} references them</source>
        <translation>הטבלה {table} מפנה אליהם</translation>
    </message>
    <message>
        <source>the database did not delete its record</source>
        <translation>מסד הנתונים לא מחק את הרשומה שלו</translation>
    </message>
    <message>
        <source>A row-level security policy hides rows of the table {table} from the database user {role}, so nothing can be deleted safely.</source>
        <translation>מדיניות אבטחה ברמת השורה מסתירה שורות בטבלה {table} מהמשתמש {role} במסד הנתונים, ולכן אי אפשר למחוק דבר בבטחה.</translation>
    </message>
    <message>
        <source>More receipts failed than one job can record. Last error: {reason}</source>
        <translation>נכשלו יותר קבלות ממה שמשימה אחת יכולה לרשום. השגיאה האחרונה: {reason}</translation>
    </message>
    <message>
        <source>The failed receipts were retried. Resume the job to delete the rest.</source>
        <translation>בוצע ניסיון חוזר לקבלות שנכשלו. המשיכו את המשימה כדי למחוק את היתר.</translation>
    </message>
    <message>
        <source>the newest files in the database do not exist there (checked: {count}), for example {key}</source>
        <translation>הקבצים החדשים ביותר שבמסד הנתונים אינם נמצאים שם (נבדקו: {count}), למשל {key}</translation>
    </message>
    <message>
        <source>the key is not one of the product&apos;s keys</source>
        <translation>המפתח אינו אחד ממפתחות המוצר</translation>
    </message>
    <message>
        <source>the key is not in the folder of the business</source>
        <translation>המפתח אינו בתיקייה של העסק</translation>
    </message>
    <message>
        <source>Timed out waiting for a row lock</source>
        <translation>תם הזמן להמתנה לנעילת שורה</translation>
    </message>
    <message>
        <source>The rows are locked by another process.</source>
        <translation>השורות נעולות בידי תהליך אחר.</translation>
    </message>
    <message>
        <source>The connection to the database was lost: {reason}</source>
        <translation>החיבור למסד הנתונים נותק: {reason}</translation>
    </message>
    <message>
        <source>The database is busy: {reason}</source>
        <translation>מסד הנתונים עמוס: {reason}</translation>
    </message>
    <message>
        <source>The database is read-only: it is a standby server, or it has been set to read-only. Connect to the primary server, or ask the database administrator. ({reason})</source>
        <translation>מסד הנתונים במצב קריאה בלבד: זהו שרת המתנה, או שהוגדר לקריאה בלבד. התחברו לשרת הראשי, או פנו למנהלי מסד הנתונים. ({reason})</translation>
    </message>
    <message>
        <source>The database user lacks a privilege: {reason}</source>
        <translation>למשתמש מסד הנתונים חסרה הרשאה: {reason}</translation>
    </message>
    <message>
        <source>A required table or column is missing: {reason}</source>
        <translation>חסרה טבלה או עמודה נדרשת: {reason}</translation>
    </message>
    <message>
        <source>The database rejected the request: {reason}</source>
        <translation>מסד הנתונים דחה את הבקשה: {reason}</translation>
    </message>
    <message>
        <source>The database ignores changes of the table {table}: a trigger or a rule may be the cause.</source>
        <translation>מסד הנתונים מתעלם משינויים בטבלה {table}: ייתכן שטריגר או כלל במסד הנתונים הוא הסיבה.</translation>
    </message>
    <message>
        <source>Cannot connect to the database at {where}: {reason}</source>
        <translation>אי אפשר להתחבר למסד הנתונים {where}: {reason}</translation>
    </message>
    <message>
        <source>wrong user name or password.</source>
        <translation>שם המשתמש או הסיסמה שגויים.</translation>
    </message>
    <message>
        <source>host not found. Check the host name and the network.</source>
        <translation>השרת לא נמצא. בדקו את שם השרת ואת הרשת.</translation>
    </message>
    <message>
        <source>connection refused. Check the host and port, and that the server is running.</source>
        <translation>החיבור נדחה. בדקו את השרת ואת הפורט, וודאו שהשרת פועל.</translation>
    </message>
    <message>
        <source>it does not respond. Check the network, the VPN and the firewall.</source>
        <translation>אין ממנו תגובה. בדקו את הרשת, את ה־VPN ואת חומת האש.</translation>
    </message>
    <message>
        <source>the database or user does not exist.</source>
        <translation>מסד הנתונים או המשתמש אינם קיימים.</translation>
    </message>
    <message>
        <source>it has no free connections. Try again in a minute.</source>
        <translation>אין בו חיבורים פנויים. נסו שוב בעוד דקה.</translation>
    </message>
    <message>
        <source>it is starting or stopping. Try again in a minute.</source>
        <translation>הוא עולה או נסגר כעת. נסו שוב בעוד דקה.</translation>
    </message>
    <message>
        <source>a connection pooler does not accept the options of the connection URL. Remove them, and set the schema in the connection settings.</source>
        <translation>מאגר החיבורים (pooler) אינו מקבל את האפשרויות שבכתובת החיבור. הסירו אותן, והגדירו את הסכמה בהגדרות החיבור.</translation>
    </message>
    <message>
        <source>the server does not support TLS, and the connection requires it. Turn on TLS on the server. Only if you trust the network between, choose the SSL mode Disable in the connection settings.</source>
        <translation>השרת אינו תומך ב־TLS, והחיבור דורש אותו. הפעילו TLS בשרת. רק אם אתם בוטחים ברשת שביניכם, בחרו בהגדרות החיבור במצב SSL ללא הצפנה (Disable).</translation>
    </message>
    <message>
        <source>the server does not ask for the password by SCRAM, so an impostor could learn it. Set the server&apos;s authentication to scram-sha-256, or verify its certificate with sslmode=verify-full. Only if you trust the network between, add require_auth={code} to the connection URL.</source>
        <translation>השרת אינו מבקש את הסיסמה בשיטת SCRAM, ולכן מתחזה יכול לגלות אותה. הגדירו בשרת אימות scram-sha-256, או אמתו את התעודה שלו בעזרת sslmode=verify-full. רק אם אתם בוטחים ברשת שביניכם, הוסיפו require_auth={code} לכתובת החיבור.</translation>
    </message>
    <message>
        <source>the server&apos;s certificate cannot be verified. Check the host name, and choose the CA file of the authority that signed it in the connection settings.</source>
        <translation>אי אפשר לאמת את תעודת השרת. בדקו את שם השרת, ובחרו בהגדרות החיבור את קובץ ה־CA של הגורם שחתם עליה.</translation>
    </message>
    <message>
        <source>the client certificate or its key is missing or cannot be used. Check sslcert, sslkey and sslpassword in the connection URL.</source>
        <translation>תעודת הלקוח או המפתח שלה חסרים או שאי אפשר להשתמש בהם. בדקו את sslcert,‏ sslkey ו־sslpassword בכתובת החיבור.</translation>
    </message>
    <message>
        <source>the connection service file, or the service in it, cannot be found. Check the service name and PGSERVICEFILE.</source>
        <translation>קובץ שירותי החיבור, או השירות שבו, לא נמצא. בדקו את שם השירות ואת PGSERVICEFILE.</translation>
    </message>
    <message>
        <source>all connections of this console are in use.</source>
        <translation>כל החיבורים של המסוף הזה בשימוש.</translation>
    </message>
    <message>
        <source>the server refused in an unreadable message</source>
        <translation>השרת סירב בהודעה שאינה קריאה</translation>
    </message>
    <message>
        <source>Statement timed out</source>
        <translation>תם הזמן לביצוע הפקודה במסד הנתונים</translation>
    </message>
    <message>
        <source>Statement cancelled in the database</source>
        <translation>הפקודה בוטלה במסד הנתונים</translation>
    </message>
    <message>
        <source>Deadlock detected</source>
        <translation>קיפאון (deadlock) בין טרנזקציות</translation>
    </message>
    <message>
        <source>Rows of the table {table} still refer to it (constraint {key} of {place})</source>
        <translation>שורות בטבלה {table} עדיין מפנות אליה (אילוץ {key} של {place})</translation>
    </message>
    <message>
        <source>The table {table} refers to a row that does not exist (constraint {key})</source>
        <translation>הטבלה {table} מפנה לשורה שאינה קיימת (אילוץ {key})</translation>
    </message>
    <message>
        <source>A value of the table {table} is not allowed (constraint {key})</source>
        <translation>ערך בטבלה {table} אינו מותר (אילוץ {key})</translation>
    </message>
    <message>
        <source>The column {key} of the table {table} must not be empty</source>
        <translation>העמודה {key} בטבלה {table} אינה יכולה להיות ריקה</translation>
    </message>
    <message>
        <source>A value that may occur once would occur twice (constraint {key})</source>
        <translation>ערך שמותר פעם אחת בלבד היה מופיע פעמיים (אילוץ {key})</translation>
    </message>
    <message>
        <source>Other transactions changed the same rows meanwhile</source>
        <translation>טרנזקציות אחרות שינו בינתיים את אותן שורות</translation>
    </message>
    <message>
        <source>another console is using it.</source>
        <translation>מסוף אחר משתמש בה.</translation>
    </message>
    <message>
        <source>it has not been started.</source>
        <translation>היא לא הופעלה.</translation>
    </message>
    <message>
        <source>its server exited immediately.</source>
        <translation>השרת שלה נסגר מיד.</translation>
    </message>
    <message>
        <source>another process has been using it for too long. Try again later.</source>
        <translation>תהליך אחר משתמש בה כבר זמן רב מדי. נסו שוב מאוחר יותר.</translation>
    </message>
    <message>
        <source>its PostgreSQL is not installed. Install the console with the extra &quot;demo&quot;.</source>
        <translation>ה־PostgreSQL שלה אינו מותקן. התקינו את המסוף עם התוספת demo.</translation>
    </message>
    <message>
        <source>its PostgreSQL is not installed. Install the package &quot;sweep-demo&quot;.</source>
        <translation>ה־PostgreSQL שלה אינו מותקן. התקינו את החבילה sweep-demo.</translation>
    </message>
    <message>
        <source>psutil is not installed. Install the console with the extra &quot;demo&quot;.</source>
        <translation>psutil אינו מותקן. התקינו את המסוף עם התוספת demo.</translation>
    </message>
    <message>
        <source>its queue needs Redis, which is not installed. Install Redis (on Debian and Ubuntu the package redis-server), or the console with the extra &quot;demo&quot; on Python 3.11.</source>
        <translation>התור שלה זקוק ל־Redis, שאינו מותקן. התקינו את Redis (ב־Debian וב־Ubuntu החבילה redis-server), או את המסוף עם התוספת &quot;demo&quot; על Python 3.11.</translation>
    </message>
    <message>
        <source>it is not part of this installation.</source>
        <translation>היא אינה חלק מההתקנה הזאת.</translation>
    </message>
    <message>
        <source>the disk is full.</source>
        <translation>הדיסק מלא.</translation>
    </message>
    <message>
        <source>it needs {count} MB of free disk, and {place} has {all} MB.</source>
        <translation>היא זקוקה ל־{count} MB פנויים בדיסק, וב־{place} יש {all} MB.</translation>
    </message>
    <message>
        <source>its database answered: {reason}.</source>
        <translation>תשובת מסד הנתונים שלה: {reason}.</translation>
    </message>
    <message>
        <source>its program {code} has not ended after {time}.</source>
        <translation>התוכנית {code} שלה לא הסתיימה אחרי {time}.</translation>
    </message>
    <message>
        <source>its program {code} ended with status {reason}.</source>
        <translation>התוכנית {code} שלה הסתיימה במצב {reason}.</translation>
    </message>
    <message>
        <source>PostgreSQL does not run as root, and there is no account &quot;nobody&quot;.</source>
        <translation>PostgreSQL אינו פועל כ־root, ואין חשבון בשם nobody.</translation>
    </message>
    <message>
        <source>PostgreSQL runs as {role} here, which may not enter {place}. Choose a folder outside of it with {code}.</source>
        <translation>PostgreSQL פועל כאן כ־{role}, שאינו רשאי להיכנס אל {place}. בחרו תיקייה מחוץ לה בעזרת {code}.</translation>
    </message>
    <message>
        <source>there is no folder of this user for the server&apos;s socket.</source>
        <translation>אין למשתמש הזה תיקייה בשביל ה־socket של השרת.</translation>
    </message>
    <message>
        <source>its files cannot be used: {reason} ({place}).</source>
        <translation>אי אפשר להשתמש בקבצים שלה: {reason} ({place}).</translation>
    </message>
    <message>
        <source>Server restarted or job heartbeat lost: no update for {time}.</source>
        <translation>השרת הופעל מחדש או שהמשימה הפסיקה להגיב: אין שינוי כבר {time}.</translation>
    </message>
    <message>
        <source>Batches failed in a row: {count}. Last error: {reason}</source>
        <translation>אצוות שנכשלו ברצף: {count}. השגיאה האחרונה: {reason}</translation>
    </message>
    <message>
        <source>Unexpected error in the console: {reason}. Its log has the details.</source>
        <translation>שגיאה לא צפויה במסוף: {reason}. הפרטים ביומן שלו.</translation>
    </message>
    <message>
        <source>Paused: the console was closed before the current step had ended. Files of deleted receipts may be left; they are deleted when the job is resumed.</source>
        <translation>הושהתה: המסוף נסגר לפני שהצעד הנוכחי הסתיים. ייתכן שנותרו קבצים של קבלות שנמחקו; הם יימחקו כשהמשימה תמשיך.</translation>
    </message>
    <message>
        <source>it is not JSON ({reason})</source>
        <translation>הוא אינו JSON ({reason})</translation>
    </message>
    <message>
        <source>it has more than {all} characters</source>
        <translation>יש בו יותר מ־{all} תווים</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; has more than {all} entries</source>
        <translation>ב־{key} יש יותר מ־{all} רשומות</translation>
    </message>
    <message>
        <source>it is not a JSON object</source>
        <translation>הוא אינו אובייקט JSON</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is not a whole number from 0 to {all}</source>
        <translation>הערך של {key} אינו מספר שלם מ־0 עד {all}</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is neither true nor false</source>
        <translation>הערך של {key} אינו true או false</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is not the status of a job that has ended</source>
        <translation>הערך של {key} אינו סטטוס של משימה שהסתיימה</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is not a text</source>
        <translation>הערך של {key} אינו טקסט</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is not a list</source>
        <translation>הערך של {key} אינו רשימה</translation>
    </message>
    <message>
        <source>an entry of &quot;{key}&quot; is not [id, reason]</source>
        <translation>רשומה ב־{key} אינה זוג של מזהה וסיבה</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is not a list of ids</source>
        <translation>הערך של {key} אינו רשימת מזהים</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is not a list of times with counts</source>
        <translation>הערך של {key} אינו רשימת זמנים עם מספרים</translation>
    </message>
    <message>
        <source>The database has no table &quot;{table}&quot;, so it does not look like the product&apos;s database.</source>
        <translation>אין במסד הנתונים טבלה בשם {table}, ולכן הוא לא נראה כמסד הנתונים של המוצר.</translation>
    </message>
    <message>
        <source>The queue of the web side was not available.</source>
        <translation>התור של צד האתר לא היה זמין.</translation>
    </message>
    <message>
        <source>Files still needed: {count} ({reason}).</source>
        <translation>קבצים שעדיין נחוצים: {count} ({reason}).</translation>
    </message>
    <message>
        <source>they are kept for now, as their receipts can be restored</source>
        <translation>הם נשמרים בינתיים, כי אפשר לשחזר את הקבלות שלהם</translation>
    </message>
    <message>
        <source>locked by another transaction</source>
        <translation>נעולה על ידי טרנזקציה אחרת</translation>
    </message>
    <message>
        <source>skipped by the database</source>
        <translation>מסד הנתונים דילג עליה</translation>
    </message>
    <message>
        <source>Paused: job {key} deletes receipts of this business. Resume the restore when that job has ended.</source>
        <translation>הושהה: משימה {key} מוחקת קבלות של העסק הזה. המשיכו את השחזור לאחר סיום המשימה.</translation>
    </message>
    <message>
        <source>Paused: the console was closed.</source>
        <translation>הושהה: המסוף נסגר.</translation>
    </message>
    <message>
        <source>the database does not keep the progress of the restore</source>
        <translation>מסד הנתונים אינו שומר את התקדמות השחזור</translation>
    </message>
    <message>
        <source>the key leads out of the folder of the business</source>
        <translation>המפתח מוביל אל מחוץ לתיקייה של העסק</translation>
    </message>
    <message>
        <source>the folder does not exist</source>
        <translation>התיקייה אינה קיימת</translation>
    </message>
    <message>
        <source>it has no &quot;attachments&quot; folder, so it is not the attachment storage</source>
        <translation>אין בה תיקייה בשם attachments, ולכן היא אינה אחסון הקבצים המצורפים</translation>
    </message>
    <message>
        <source>this user has no permission to delete files in it</source>
        <translation>למשתמש הזה אין הרשאה למחוק בה קבצים</translation>
    </message>
    <message>
        <source>it is no longer the folder with which the work began. Something was mounted, unmounted or replaced there: restore it, and the next job deletes what is left</source>
        <translation>זו כבר לא התיקייה שבה העבודה התחילה. משהו חובר, נותק או הוחלף שם: החזירו את המצב הקודם, והמשימה הבאה תמחק את מה שנשאר</translation>
    </message>
    <message>
        <source>its files cannot be looked for ({reason})</source>
        <translation>אי אפשר לחפש את הקבצים שבו ({reason})</translation>
    </message>
    <message>
        <source>it has nothing under &quot;attachments/&quot;, so it is not the attachment storage</source>
        <translation>אין בו דבר תחת attachments/‎, ולכן הוא אינו אחסון הקבצים המצורפים</translation>
    </message>
    <message>
        <source>the bucket does not exist in this account</source>
        <translation>ה־bucket אינו קיים בחשבון הזה</translation>
    </message>
    <message>
        <source>the access key has no permission for it</source>
        <translation>למפתח הגישה אין הרשאה לכך</translation>
    </message>
    <message>
        <source>the access key or its secret is wrong</source>
        <translation>מפתח הגישה או הסוד שלו שגויים</translation>
    </message>
    <message>
        <source>the access key has expired</source>
        <translation>תוקף מפתח הגישה פג</translation>
    </message>
    <message>
        <source>the access key or another setting is wrong</source>
        <translation>מפתח הגישה או הגדרה אחרת שגויים</translation>
    </message>
    <message>
        <source>the bucket is at another endpoint: check the endpoint URL</source>
        <translation>ה־bucket נמצא ב־endpoint אחר: בדקו את כתובת ה־endpoint</translation>
    </message>
    <message>
        <source>the clock of this computer is wrong</source>
        <translation>השעון של המחשב הזה אינו מכוון</translation>
    </message>
    <message>
        <source>it is overloaded</source>
        <translation>יש עליו עומס יתר</translation>
    </message>
    <message>
        <source>it had an internal error</source>
        <translation>אירעה בו שגיאה פנימית</translation>
    </message>
    <message>
        <source>a retention rule of the bucket protects the file</source>
        <translation>כלל שימור של ה־bucket מגן על הקובץ</translation>
    </message>
    <message>
        <source>the bucket requires multi-factor authentication to delete files</source>
        <translation>ה־bucket דורש אימות רב־שלבי כדי למחוק קבצים</translation>
    </message>
    <message>
        <source>it does not respond</source>
        <translation>אין ממנו תגובה</translation>
    </message>
    <message>
        <source>it responds too slowly</source>
        <translation>הוא מגיב לאט מדי</translation>
    </message>
    <message>
        <source>unexpected error ({reason})</source>
        <translation>שגיאה לא צפויה ({reason})</translation>
    </message>
    <message>
        <source>it redirects requests instead of answering them</source>
        <translation>הוא מפנה את הבקשות לכתובת אחרת במקום לענות עליהן</translation>
    </message>
    <message>
        <source>it cannot be reached</source>
        <translation>אי אפשר להגיע אליו</translation>
    </message>
    <message>
        <source>its certificate is not accepted</source>
        <translation>האישור (certificate) שלו אינו מתקבל</translation>
    </message>
    <message>
        <source>the proxy of this computer cannot be reached</source>
        <translation>אי אפשר להגיע ל־proxy של המחשב הזה</translation>
    </message>
    <message>
        <source>it does not list its objects in order, so existing files cannot be determined</source>
        <translation>הוא אינו מונה את הקבצים לפי הסדר, ולכן אי אפשר לדעת אילו מהם קיימים</translation>
    </message>
    <message>
        <source>the storage did not report the result</source>
        <translation>האחסון לא דיווח על התוצאה</translation>
    </message>
    <message>
        <source>it answered {code}: {reason}</source>
        <translation>התשובה הייתה {code}: {reason}</translation>
    </message>
    <message>
        <source>it answered {code}</source>
        <translation>התשובה הייתה {code}</translation>
    </message>
    <message>
        <source>the request failed ({code})</source>
        <translation>הבקשה נכשלה ({code})</translation>
    </message>
    <message>
        <source>it is not a regular file</source>
        <translation>זה אינו קובץ רגיל</translation>
    </message>
    <message>
        <source>it lies in more folders than the product makes</source>
        <translation>הוא נמצא בתוך יותר תיקיות משהמוצר יוצר</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>אין הרשאה</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>הפעולה אינה מותרת</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>מערכת הקבצים מיועדת לקריאה בלבד</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>אין מקום פנוי בדיסק</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>מכסת הדיסק נוצלה</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>שגיאת קלט/פלט</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>אין קובץ או תיקייה כאלה</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>זו אינה תיקייה</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>זו תיקייה ולא קובץ</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>שם הקובץ ארוך מדי</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>יותר מדי קישורים סמליים</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>ההתקן או המשאב תפוסים</translation>
    </message>
    <message>
        <source>Text file busy</source>
        <translation>הקובץ בשימוש</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>יותר מדי קבצים פתוחים</translation>
    </message>
    <message>
        <source>Too many open files in system</source>
        <translation>יותר מדי קבצים פתוחים במערכת</translation>
    </message>
    <message>
        <source>Cannot allocate memory</source>
        <translation>אין מספיק זיכרון</translation>
    </message>
    <message>
        <source>Invalid argument</source>
        <translation>ערך לא תקין</translation>
    </message>
    <message>
        <source>Stale file handle</source>
        <translation>הקובץ ברשת כבר אינו תקף</translation>
    </message>
    <message>
        <source>Transport endpoint is not connected</source>
        <translation>הכונן ברשת מנותק</translation>
    </message>
    <message>
        <source>Connection timed out</source>
        <translation>תם הזמן הקצוב לחיבור</translation>
    </message>
    <message>
        <source>Host is down</source>
        <translation>המחשב המרוחק כבוי</translation>
    </message>
    <message>
        <source>No route to host</source>
        <translation>אין נתיב אל המחשב המרוחק</translation>
    </message>
    <message>
        <source>Network is unreachable</source>
        <translation>אי אפשר להגיע לרשת</translation>
    </message>
    <message>
        <source>No such device</source>
        <translation>אין התקן כזה</translation>
    </message>
    <message>
        <source>No such device or address</source>
        <translation>אין התקן או כתובת כאלה</translation>
    </message>
</context>
<context>
    <name>SweptDialog</name>
    <message>
        <source>File cleanup results</source>
        <translation>תוצאות ניקוי הקבצים</translation>
    </message>
    <message>
        <source>File cleanup results by business</source>
        <translation>תוצאות ניקוי הקבצים לפי עסק</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>העתקה</translation>
    </message>
    <message>
        <source>Confirm missing files…</source>
        <translation>אישור קבצים חסרים…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגירה</translation>
    </message>
    <message>
        <source>Most files of {businesses} were already missing ({files}), so their records are kept. Check first that {place} is the right storage.</source>
        <translation>רוב הקבצים כבר היו חסרים ({businesses}, {files}), ולכן הרשומות שלהם נשמרות. בדקו תחילה אם {place} הוא האחסון הנכון.</translation>
    </message>
    <message>
        <source>Business</source>
        <translation>עסק</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>מזהה</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>נמחקו</translation>
    </message>
    <message>
        <source>Already missing</source>
        <translation>כבר היו חסרים</translation>
    </message>
    <message>
        <source>Still needed</source>
        <translation>עדיין נחוצים</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>נשמרו</translation>
    </message>
    <message>
        <source>Not deleted</source>
        <translation>לא נמחקו</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>פרטים</translation>
    </message>
    <message>
        <source>{files} deleted for {businesses}.</source>
        <translation>נמחקו: {files} ({businesses}).</translation>
    </message>
    <message>
        <source>Stopped: {files} deleted for {done} of {businesses}. Run it again to continue.</source>
        <translation>נעצר. נמחקו: {files}, עד כה {done} מתוך {businesses}. כדי להמשיך, הפעילו שוב.</translation>
    </message>
    <message>
        <source>Not deleted: {count} (most files are missing).</source>
        <translation>לא נמחקו: {count} (רוב הקבצים חסרים).</translation>
    </message>
    <message>
        <source>Not deleted: {count} ({reason}).</source>
        <translation>לא נמחקו: {count} ({reason}).</translation>
    </message>
    <message>
        <source>Still needed: {count} ({reason}).</source>
        <translation>עדיין נחוצים: {count} ({reason}).</translation>
    </message>
    <message>
        <source>Deleted: {count} (older versions remain in the bucket).</source>
        <translation>נמחקו: {count} (גרסאות קודמות נשארו ב־bucket).</translation>
    </message>
</context>
<context>
    <name>SwitchingDialog</name>
    <message>
        <source>Switch connection</source>
        <translation>מעבר לחיבור אחר</translation>
    </message>
    <message>
        <source>Switch to {connection} now?</source>
        <translation>לעבור עכשיו אל {connection}?</translation>
    </message>
    <message>
        <source>Reconnect now to use the new settings?</source>
        <translation>להתחבר מחדש עכשיו כדי להשתמש בהגדרות החדשות?</translation>
    </message>
    <message>
        <source>Reconnect</source>
        <translation>התחברות מחדש</translation>
    </message>
    <message>
        <source>Pause and reconnect</source>
        <translation>השהיה והתחברות מחדש</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>הישארות</translation>
    </message>
    <message numerus="yes">
        <source>{count} job(s) of this console will pause after the current batch. They continue from where they stopped when you come back and resume them.</source>
        <translation>
            <numerusform>משימה אחת של מסוף זה תושהה בסוף האצווה הנוכחית. היא תמשיך מהמקום שבו נעצרה כשתחזרו לחיבור הזה ותמשיכו אותה.</numerusform>
            <numerusform>{count} משימות של מסוף זה יושהו בסוף האצווה הנוכחית. הן ימשיכו מהמקום שבו נעצרו כשתחזרו לחיבור הזה ותמשיכו אותן.</numerusform>
        </translation>
    </message>
    <message>
        <source>You will be asked to sign in again.</source>
        <translation>תתבקשו להיכנס שוב.</translation>
    </message>
    <message>
        <source>Pause and switch</source>
        <translation>השהיה ומעבר</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>מעבר</translation>
    </message>
</context>
<context>
    <name>ThroughputPlot</name>
    <message>
        <source>Receipts per second</source>
        <translation>קבלות בשנייה</translation>
    </message>
    <message>
        <source>Receipts/s: {last} at last, peak {most}.</source>
        <translation>קבלות בשנייה: {last} בסוף, שיא {most}.</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>במדידה…</translation>
    </message>
    <message>
        <source>No data: this window did not see the job run.</source>
        <translation>אין נתונים: החלון הזה לא עקב אחר ריצת המשימה.</translation>
    </message>
    <message>
        <source>receipts/s</source>
        <translation>קבלות בשנייה</translation>
    </message>
</context>
<context>
    <name>Toolbar</name>
    <message>
        <source>More</source>
        <translation>עוד</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Open Sweep</source>
        <translation>פתיחת Sweep</translation>
    </message>
    <message>
        <source>Pause all</source>
        <translation>השהיית הכול</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>יציאה</translation>
    </message>
    <message>
        <source>Sweep is running in the background.</source>
        <translation>Sweep פועל ברקע.</translation>
    </message>
</context>
<context>
    <name>TryButton</name>
    <message>
        <source>Stop waiting</source>
        <translation>הפסקת ההמתנה</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>Delete all…</source>
        <translation>מחיקת הכול…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>השהיה</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>המשך</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Retry failed receipts</source>
        <translation>ניסיון חוזר לקבלות שנכשלו</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>העברה למסוף זה</translation>
    </message>
    <message>
        <source>Mark as failed</source>
        <translation>סימון כנכשלת</translation>
    </message>
    <message>
        <source>Run here</source>
        <translation>הרצה כאן</translation>
    </message>
    <message>
        <source>Enqueue again</source>
        <translation>החזרה לתור</translation>
    </message>
    <message>
        <source>Clean up files…</source>
        <translation>ניקוי קבצים…</translation>
    </message>
    <message>
        <source>Pause all</source>
        <translation>השהיית הכול</translation>
    </message>
    <message>
        <source>Export visible rows…</source>
        <translation>ייצוא השורות המוצגות…</translation>
    </message>
    <message>
        <source>Report of the run…</source>
        <translation>דוח ההרצה…</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>מדריך למשתמש</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>קיצורי מקלדת</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>חיפוש</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>רענון</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>בחירת הכול</translation>
    </message>
    <message>
        <source>Select by list…</source>
        <translation>בחירה לפי רשימה…</translation>
    </message>
    <message>
        <source>Clear the selection</source>
        <translation>ניקוי הבחירה</translation>
    </message>
    <message>
        <source>Businesses</source>
        <translation>עסקים</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>הרצות</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>שרתי עיבוד</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>העתקת שורות</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>הגדלת הטקסט</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>הקטנת הטקסט</translation>
    </message>
    <message>
        <source>Reset text size</source>
        <translation>איפוס גודל הטקסט</translation>
    </message>
    <message>
        <source>Reset the demo…</source>
        <translation>איפוס ההדגמה…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>הגדרות…</translation>
    </message>
    <message>
        <source>Diagnostics…</source>
        <translation>אבחון…</translation>
    </message>
    <message>
        <source>Audit trail…</source>
        <translation>יומן הביקורת…</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>נעילה</translation>
    </message>
    <message>
        <source>About Sweep</source>
        <translation>אודות Sweep</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>יציאה</translation>
    </message>
    <message>
        <source>Switch to light mode</source>
        <translation>מעבר למראה בהיר</translation>
    </message>
    <message>
        <source>Switch to dark mode</source>
        <translation>מעבר למראה כהה</translation>
    </message>
    <message>
        <source>Delete all receipts of the selected businesses</source>
        <translation>מחיקת כל הקבלות של העסקים שנבחרו</translation>
    </message>
    <message>
        <source>Pause the selected jobs after the current batch</source>
        <translation>השהיית המשימות שנבחרו בסוף האצווה הנוכחית</translation>
    </message>
    <message>
        <source>Resume the selected jobs from where they stopped</source>
        <translation>המשך המשימות שנבחרו מהמקום שבו נעצרו</translation>
    </message>
    <message>
        <source>Cancel the selected jobs; deleted receipts stay deleted</source>
        <translation>ביטול המשימות שנבחרו; קבלות שנמחקו נשארות מחוקות</translation>
    </message>
    <message>
        <source>Retry only the receipts that could not be deleted</source>
        <translation>ניסיון חוזר רק לקבלות שלא ניתן היה למחוק</translation>
    </message>
    <message>
        <source>Run jobs that are not responding or stuck in this console</source>
        <translation>הרצה במסוף זה של משימות תקועות או שאינן מגיבות</translation>
    </message>
    <message>
        <source>Mark a job that is not responding as failed; it can be resumed later</source>
        <translation>סימון משימה שאינה מגיבה כנכשלת; אפשר להמשיך אותה אחר כך</translation>
    </message>
    <message>
        <source>Run jobs in this console that wait for a worker on a server</source>
        <translation>הרצה במסוף זה של משימות שממתינות לשרת עיבוד</translation>
    </message>
    <message>
        <source>Put jobs that wait on the server into its queue once more</source>
        <translation>החזרה לתור של משימות שממתינות בשרת</translation>
    </message>
    <message>
        <source>Delete the remaining files of deleted receipts</source>
        <translation>מחיקת הקבצים שנותרו מקבלות מחוקות</translation>
    </message>
    <message>
        <source>Pause all deletions and restores of this console, queued ones first</source>
        <translation>השהיית כל המחיקות והשחזורים של המסוף הזה, הממתינים תחילה</translation>
    </message>
    <message>
        <source>Select businesses by a list of IDs or names</source>
        <translation>בחירת עסקים לפי רשימה של מזהים או שמות</translation>
    </message>
    <message>
        <source>Select all businesses that filter and search show</source>
        <translation>בחירת כל העסקים שהמסנן והחיפוש מציגים</translation>
    </message>
    <message>
        <source>Save the visible rows and columns as a spreadsheet</source>
        <translation>שמירת השורות והעמודות המוצגות כגיליון אלקטרוני</translation>
    </message>
    <message>
        <source>Save the report of the run that is open, for the ticket</source>
        <translation>שמירת הדוח של ההרצה הפתוחה, עבור הפנייה</translation>
    </message>
    <message>
        <source>Hide everything until you enter your password; running jobs continue</source>
        <translation>הסתרת הכול עד להקלדת הסיסמה; משימות רצות ממשיכות</translation>
    </message>
    <message>
        <source>Switch language</source>
        <translation>החלפת השפה</translation>
    </message>
    <message>
        <source>Reload and recount everything</source>
        <translation>טעינה וספירה מחדש של הכול</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>ניסיון חוזר</translation>
    </message>
    <message>
        <source>Select by list</source>
        <translation>בחירה לפי רשימה</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Not responding</source>
        <translation>לא מגיבה</translation>
    </message>
    <message>
        <source>Stuck</source>
        <translation>תקועה</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>נכשלה</translation>
    </message>
    <message>
        <source>Completed with failures</source>
        <translation>הושלמה עם כשלים</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>הופסקה</translation>
    </message>
    <message>
        <source>Delayed</source>
        <translation>מתעכבת</translation>
    </message>
    <message>
        <source>Retrying</source>
        <translation>בניסיון חוזר</translation>
    </message>
    <message>
        <source>Still running</source>
        <translation>עדיין רצה</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>רצה</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>בתהליך השהיה…</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>בתהליך ביטול…</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>ממתינה</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>מושהית</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>הושלמה</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>בוטלה</translation>
    </message>
    <message>
        <source>No job</source>
        <translation>ללא משימה</translation>
    </message>
    <message>
        <source>Nothing to delete</source>
        <translation>אין מה למחוק</translation>
    </message>
    <message>
        <source>{receipts} per batch, {span} delay between batches.</source>
        <translation>{receipts} בכל אצווה, השהיה של {span} בין אצוות.</translation>
    </message>
    <message>
        <source>Speeding up: the database is idle.</source>
        <translation>בהאצה: מסד הנתונים פנוי.</translation>
    </message>
    <message>
        <source>Full speed: the database is idle.</source>
        <translation>מהירות מלאה: מסד הנתונים פנוי.</translation>
    </message>
    <message>
        <source>Full speed: {others}.</source>
        <translation>מהירות מלאה: {others}.</translation>
    </message>
    <message>
        <source>Gentle: {others}.</source>
        <translation>מהירות מתונה: {others}.</translation>
    </message>
    <message>
        <source>what others do cannot be seen</source>
        <translation>לא ניתן לראות את פעילותם של אחרים</translation>
    </message>
    <message numerus="yes">
        <source>{count} transaction(s)/s by others</source>
        <translation>
            <numerusform>טרנזקציה אחת של אחרים בשנייה</numerusform>
            <numerusform>{count} טרנזקציות של אחרים בשנייה</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} long query(ies) running</source>
        <translation>
            <numerusform>רצה שאילתה ארוכה</numerusform>
            <numerusform>רצות {count} שאילתות ארוכות</numerusform>
        </translation>
    </message>
    <message>
        <source>Deletion started.</source>
        <translation>המחיקה התחילה.</translation>
    </message>
    <message>
        <source>Deletion paused.</source>
        <translation>המחיקה הושהתה.</translation>
    </message>
    <message>
        <source>Pausing after the current batch.</source>
        <translation>המחיקה תושהה בסוף האצווה הנוכחית.</translation>
    </message>
    <message>
        <source>Deletion resumed.</source>
        <translation>המחיקה ממשיכה.</translation>
    </message>
    <message>
        <source>Deletion cancelled.</source>
        <translation>המחיקה בוטלה.</translation>
    </message>
    <message>
        <source>Job taken over by this console.</source>
        <translation>המשימה הועברה למסוף הזה.</translation>
    </message>
    <message>
        <source>Job marked as failed.</source>
        <translation>המשימה סומנה כנכשלת.</translation>
    </message>
    <message>
        <source>Retrying failed receipts.</source>
        <translation>ניסיון חוזר לקבלות שנכשלו.</translation>
    </message>
    <message>
        <source>The files that are still there are kept.</source>
        <translation>הקבצים שעדיין קיימים נשמרים.</translation>
    </message>
    <message>
        <source>Queued on the server.</source>
        <translation>המחיקה ממתינה בתור בשרת.</translation>
    </message>
    <message>
        <source>Waits on the server without an entry in its queue. Enqueue it again, or run it here.</source>
        <translation>המחיקה ממתינה בשרת אך לא נכנסה לתור שלו. החזירו אותה לתור, או הריצו כאן.</translation>
    </message>
    <message>
        <source>A deletion is already active: job {job}, “{status}”.</source>
        <translation>כבר יש מחיקה פעילה: משימה {job}, &quot;{status}&quot;.</translation>
    </message>
    <message>
        <source>No receipts to delete.</source>
        <translation>אין קבלות למחיקה.</translation>
    </message>
    <message>
        <source>A deletion was started less than a minute ago. Try again in {time}.</source>
        <translation>מחיקה התחילה לפני פחות מדקה. נסו שוב בעוד {time}.</translation>
    </message>
    <message>
        <source>Your role does not allow this.</source>
        <translation>התפקיד שלכם אינו מאפשר זאת.</translation>
    </message>
    <message>
        <source>You can only act in your own business.</source>
        <translation>מותר לכם לפעול רק בעסק שלכם.</translation>
    </message>
    <message>
        <source>The receipts page is not enabled for this business.</source>
        <translation>דף הקבלות אינו מופעל לעסק הזה.</translation>
    </message>
    <message>
        <source>The business no longer exists.</source>
        <translation>העסק כבר אינו קיים.</translation>
    </message>
    <message>
        <source>Several businesses have this name. Use the ID.</source>
        <translation>לכמה עסקים יש שם זה. השתמשו במזהה.</translation>
    </message>
    <message>
        <source>Not possible: the job is “{status}”.</source>
        <translation>לא אפשרי: סטטוס המשימה הוא &quot;{status}&quot;.</translation>
    </message>
    <message>
        <source>The web worker does not support pausing. Cancel the job instead.</source>
        <translation>שרת האתר אינו תומך בהשהיה. אפשר לבטל את המשימה.</translation>
    </message>
    <message>
        <source>The business is inactive, so its receipts cannot be deleted.</source>
        <translation>העסק אינו פעיל, ולכן אי אפשר למחוק את הקבלות שלו.</translation>
    </message>
    <message>
        <source>The deleted receipts are being restored.</source>
        <translation>הקבלות שנמחקו משוחזרות כעת.</translation>
    </message>
    <message>
        <source>No deleted receipts to restore.</source>
        <translation>אין קבלות מחוקות לשחזור.</translation>
    </message>
    <message>
        <source>The restore no longer exists, or belongs to another business.</source>
        <translation>השחזור כבר אינו קיים, או שהוא שייך לעסק אחר.</translation>
    </message>
    <message>
        <source>The database did not save the change. Try again.</source>
        <translation>מסד הנתונים לא שמר את השינוי. נסו שוב.</translation>
    </message>
    <message>
        <source>The job&apos;s saved position cannot be read. Start a new deletion; cancel the job first if it is still active.</source>
        <translation>אי אפשר לקרוא את המיקום השמור של המשימה. התחילו מחיקה חדשה; אם המשימה עדיין פעילה, בטלו אותה קודם.</translation>
    </message>
    <message>
        <source>No failed receipts to retry.</source>
        <translation>אין קבלות שנכשלו לניסיון חוזר.</translation>
    </message>
    <message>
        <source>Cannot be shown</source>
        <translation>לא ניתנת להצגה</translation>
    </message>
    <message>
        <source>The job no longer exists, or belongs to another business.</source>
        <translation>המשימה כבר אינה קיימת, או שהיא שייכת לעסק אחר.</translation>
    </message>
    <message>
        <source>Job {job} is still running. Try again in {time}.</source>
        <translation>משימה {job} עדיין רצה. נסו שוב בעוד {time}.</translation>
    </message>
    <message>
        <source>This job is of another type; the console only shows it.</source>
        <translation>זו משימה מסוג אחר; המסוף רק מציג אותה.</translation>
    </message>
    <message>
        <source>Deleted receipts of this business are being restored, or that restore is paused. Wait until it has ended, or cancel it: “Restore…” of its job in the History tab.</source>
        <translation>קבלות שנמחקו בעסק הזה משוחזרות כעת, או שהשחזור שלהן מושהה. המתינו לסיומו או בטלו אותו: &quot;שחזור…&quot; של המשימה שלו בלשונית היסטוריה.</translation>
    </message>
    <message>
        <source>Delete all receipts</source>
        <translation>מחיקת כל הקבלות</translation>
    </message>
    <message>
        <source>Delete leads</source>
        <translation>מחיקת לידים</translation>
    </message>
    <message>
        <source>Update leads</source>
        <translation>עדכון לידים</translation>
    </message>
    <message>
        <source>Delete imported leads</source>
        <translation>מחיקת לידים מיובאים</translation>
    </message>
    <message>
        <source>Outbound calls</source>
        <translation>שיחות יוצאות</translation>
    </message>
    <message>
        <source>Broadcast</source>
        <translation>הפצת הודעות</translation>
    </message>
    <message>
        <source>Delay between batches.</source>
        <translation>המתנה בין אצוות.</translation>
    </message>
    <message>
        <source>Retrying in {time}: {detail}</source>
        <translation>ניסיון חוזר בעוד {time}: {detail}</translation>
    </message>
    <message>
        <source>Retrying in {time}: the database is not available.</source>
        <translation>ניסיון חוזר בעוד {time}: מסד הנתונים אינו זמין.</translation>
    </message>
    <message>
        <source>Retrying in {time}: a batch failed.</source>
        <translation>ניסיון חוזר בעוד {time}: אצווה נכשלה.</translation>
    </message>
    <message>
        <source>Slowed down: the database load could not be checked.</source>
        <translation>הואטה: לא ניתן היה לבדוק את העומס על מסד הנתונים.</translation>
    </message>
    <message>
        <source>Slowed down: other transactions had to wait for a batch.</source>
        <translation>הואטה: טרנזקציות אחרות נאלצו להמתין לאצווה.</translation>
    </message>
    <message>
        <source>Slowed down: the database responds slower than usual.</source>
        <translation>הואטה: מסד הנתונים מגיב לאט מהרגיל.</translation>
    </message>
    <message>
        <source>Slowed down: the database has few free connections.</source>
        <translation>הואטה: למסד הנתונים נותרו מעט חיבורים פנויים.</translation>
    </message>
    <message>
        <source>Slowed down: a database replica lags behind.</source>
        <translation>הואטה: עותק משוכפל של מסד הנתונים מפגר.</translation>
    </message>
    <message>
        <source>Slowed down: the receipts table is being vacuumed.</source>
        <translation>הואטה: טבלת הקבלות עוברת ניקוי (vacuum).</translation>
    </message>
    <message>
        <source>{business}: {sentence}</source>
        <translation>{business}: {sentence}</translation>
    </message>
    <message numerus="yes">
        <source>{count} receipt(s)</source>
        <translation>
            <numerusform>קבלה אחת</numerusform>
            <numerusform>{count} קבלות</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} file(s)</source>
        <translation>
            <numerusform>קובץ אחד</numerusform>
            <numerusform>{count} קבצים</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} business(es)</source>
        <translation>
            <numerusform>עסק אחד</numerusform>
            <numerusform>{count} עסקים</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WorkerChips</name>
    <message>
        <source>All</source>
        <translation>הכול</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>עסוקים</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>פנויים</translation>
    </message>
    <message>
        <source>Not responding</source>
        <translation>לא מגיבים</translation>
    </message>
</context>
<context>
    <name>Workers</name>
    <message>
        <source>Worker</source>
        <translation>שרת עיבוד</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>סוג</translation>
    </message>
    <message>
        <source>Listens on</source>
        <translation>תורים</translation>
    </message>
    <message>
        <source>State</source>
        <translation>מצב</translation>
    </message>
    <message>
        <source>Working on</source>
        <translation>עובד על</translation>
    </message>
    <message>
        <source>Last heartbeat</source>
        <translation>עדכון אחרון</translation>
    </message>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Business</source>
        <translation>עסק</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>מזהה</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>הרצה</translation>
    </message>
    <message>
        <source>Entry in the queue</source>
        <translation>הרשומה בתור</translation>
    </message>
    <message>
        <source>Waiting since</source>
        <translation>ממתינה מאז</translation>
    </message>
    <message>
        <source>By</source>
        <translation>על ידי</translation>
    </message>
    <message>
        <source>Enqueue again</source>
        <translation>החזרה לתור</translation>
    </message>
    <message>
        <source>Run here</source>
        <translation>הרצה כאן</translation>
    </message>
    <message>
        <source>To add a worker, run on any machine:</source>
        <translation>להוספת שרת עיבוד, הריצו במחשב כלשהו:</translation>
    </message>
    <message>
        <source>Command that adds a worker</source>
        <translation>הפקודה שמוסיפה שרת עיבוד</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>העתקת הפקודה</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>מדריך</translation>
    </message>
    <message>
        <source>Queue (Redis)</source>
        <translation>התור (Redis)</translation>
    </message>
    <message>
        <source>Waiting jobs</source>
        <translation>משימות בתור</translation>
    </message>
    <message>
        <source>Expected wait</source>
        <translation>המתנה צפויה</translation>
    </message>
    <message>
        <source>All workers together</source>
        <translation>כל השרתים יחד</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>מחובר</translation>
    </message>
    <message>
        <source>the first since {time}</source>
        <translation>הראשונה מאז {time}</translation>
    </message>
    <message>
        <source>for a job that starts now</source>
        <translation>למשימה שתופעל עכשיו</translation>
    </message>
    <message>
        <source>None</source>
        <translation>ללא המתנה</translation>
    </message>
    <message>
        <source>About {time}</source>
        <translation>כ־{time}</translation>
    </message>
    <message>
        <source>{count} receipts/s</source>
        <translation>{count} קבלות בשנייה</translation>
    </message>
    <message numerus="yes">
        <source>{count} worker(s) listen</source>
        <translation>
            <numerusform>שרת עיבוד אחד מאזין</numerusform>
            <numerusform>{count} שרתי עיבוד מאזינים</numerusform>
        </translation>
    </message>
    <message>
        <source>Background worker not available: no worker listens on the queue. Start one on any machine, with the command at the foot of this page.</source>
        <translation>אין שרת עיבוד זמין: אף שרת עיבוד אינו מאזין לתור. הפעילו אחד במחשב כלשהו, בפקודה שבתחתית הדף.</translation>
    </message>
    <message numerus="yes">
        <source>Connected: {where} responds in {milliseconds} ms. {count} worker(s) listen.</source>
        <translation>
            <numerusform>מחובר: {where} עונה תוך {milliseconds} אלפיות שנייה. שרת עיבוד אחד מאזין.</numerusform>
            <numerusform>מחובר: {where} עונה תוך {milliseconds} אלפיות שנייה. {count} שרתי עיבוד מאזינים.</numerusform>
        </translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>שרתי עיבוד</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>בבדיקה…</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>בדיקת חיבור</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>עסוק</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>פנוי</translation>
    </message>
    <message>
        <source>Not responding</source>
        <translation>לא מגיב</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>ניסיון חוזר</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>בטעינה…</translation>
    </message>
    <message>
        <source>Command copied.</source>
        <translation>הפקודה הועתקה.</translation>
    </message>
    <message>
        <source>Sweep worker</source>
        <translation>שרת של Sweep</translation>
    </message>
    <message>
        <source>Product&apos;s worker</source>
        <translation>שרת של המוצר</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>בעצירה</translation>
    </message>
    <message>
        <source>after the current batch</source>
        <translation>אחרי האצווה הנוכחית</translation>
    </message>
    <message>
        <source>for {time}</source>
        <translation>כבר {time}</translation>
    </message>
    <message>
        <source>A job of another business</source>
        <translation>משימה של עסק אחר</translation>
    </message>
    <message>
        <source>Other work of the product</source>
        <translation>עבודה אחרת של המוצר</translation>
    </message>
    <message>
        <source>Its job was taken over by {worker}</source>
        <translation>המשימה שלו הועברה אל {worker}</translation>
    </message>
    <message>
        <source>It has lost its job</source>
        <translation>המשימה שלו הועברה ממנו</translation>
    </message>
    <message>
        <source>not reported</source>
        <translation>לא מדווח</translation>
    </message>
    <message>
        <source>{time} ago</source>
        <translation>לפני {time}</translation>
    </message>
    <message>
        <source>In the queue</source>
        <translation>בתור</translation>
    </message>
    <message>
        <source>Waits for the product&apos;s worker</source>
        <translation>ממתינה לשרת של המוצר</translation>
    </message>
    <message>
        <source>Is being entered</source>
        <translation>נכנסת לתור</translation>
    </message>
    <message>
        <source>The entry is gone</source>
        <translation>הרשומה נעלמה מהתור</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>לא ידוע</translation>
    </message>
    <message>
        <source>Redis was restarted at {time}</source>
        <translation>Redis הופעל מחדש ב־{time}</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>התור</translation>
    </message>
    <message>
        <source>Show the business</source>
        <translation>הצגת העסק</translation>
    </message>
    <message>
        <source>Show the run</source>
        <translation>הצגת ההרצה</translation>
    </message>
    <message numerus="yes">
        <source>{count} job(s), in the order in which they start</source>
        <translation>
            <numerusform>משימה אחת</numerusform>
            <numerusform>{count} משימות, לפי סדר ההתחלה</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} other entries of the product</source>
        <translation>
            <numerusform>ועוד רשומה אחת של המוצר</numerusform>
            <numerusform>ועוד {count} רשומות של המוצר</numerusform>
        </translation>
    </message>
</context>
</TS>
