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
        <translation>מוחק את כל הקבלות של עסק, בבטחה וברקע, אצווה אחר אצווה.</translation>
    </message>
    <message>
        <source>Open the log folder</source>
        <translation>פתח את תיקיית היומן</translation>
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
        <source>Sweep is free software under the MIT licence. It is made with:</source>
        <translation>התוכנה Sweep חופשית, ברישיון MIT. היא נבנתה בעזרת:</translation>
    </message>
    <message>
        <source>Components and their licences</source>
        <translation>הרכיבים והרישיונות שלהם</translation>
    </message>
    <message>
        <source>Component</source>
        <translation>רכיב</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>רישיון</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגור</translation>
    </message>
</context>
<context>
    <name>AcceptMissingDialog</name>
    <message>
        <source>Missing files</source>
        <translation>קבצים חסרים</translation>
    </message>
    <message>
        <source>Are these files truly gone?</source>
        <translation>הקבצים האלה אכן אינם?</translation>
    </message>
    <message>
        <source>If this is the wrong storage, the real files are lost from sight for ever: they stay where they are, and nothing will ever find and delete them. Make sure first that it is the right one.</source>
        <translation>אם זה אינו האחסון הנכון, הקבצים האמיתיים ייעלמו מן העין לתמיד: הם יישארו במקומם, ושום דבר לא ימצא וימחק אותם. ודאו תחילה שזה האחסון הנכון.</translation>
    </message>
    <message>
        <source>Missing files of each business</source>
        <translation>הקבצים החסרים של כל עסק</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>בטל</translation>
    </message>
    <message>
        <source>Drop the rows of missing files</source>
        <translation>הסר את השורות של הקבצים החסרים</translation>
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
        <source>{files} of {businesses} are missing in the storage {place}. If you go on, their rows are dropped from the database, and what else deleted receipts left behind there is finished.</source>
        <translation>חסרים באחסון {place}: {files} של {businesses}. אם תמשיכו, השורות שלהם יוסרו ממסד הנתונים, ותושלם גם מחיקת שאר הקבצים שקבלות מחוקות השאירו שם.</translation>
    </message>
    <message>
        <source>None of the newest files that the database names is in the storage {place}. If you go on, the files that deleted receipts left behind are finished for {businesses}, and the rows of those that are missing are dropped from the database, however many they are.</source>
        <translation>אף אחד מהקבצים החדשים ביותר שמסד הנתונים מכיר אינו באחסון {place}. אם תמשיכו, תושלם מחיקת הקבצים שקבלות מחוקות השאירו ({businesses}), והשורות של החסרים יוסרו ממסד הנתונים, כמה שיהיו.</translation>
    </message>
</context>
<context>
    <name>Audit</name>
    <message>
        <source>Delete all</source>
        <translation>מחק הכל</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>השהה</translation>
    </message>
    <message>
        <source>Pause at quitting</source>
        <translation>השהיה ביציאה</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>המשך</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>בטל</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>קבל לידיך</translation>
    </message>
    <message>
        <source>Mark as failed</source>
        <translation>סמן כנכשל</translation>
    </message>
    <message>
        <source>Retry failed receipts</source>
        <translation>נסה שוב קבלות שנכשלו</translation>
    </message>
    <message>
        <source>Finish files</source>
        <translation>השלמת הקבצים</translation>
    </message>
    <message>
        <source>Files deleted: {count}.</source>
        <translation>קבצים שנמחקו: {count}.</translation>
    </message>
    <message>
        <source>Left: {count}.</source>
        <translation>נותרו: {count}.</translation>
    </message>
    <message>
        <source>Already missing: {count}.</source>
        <translation>כבר היו חסרים: {count}.</translation>
    </message>
    <message>
        <source>Kept: {count}.</source>
        <translation>נשמרו: {count}.</translation>
    </message>
    <message>
        <source>{action}, accepting missing files</source>
        <translation>{action}, עם אישור קבצים חסרים</translation>
    </message>
    <message>
        <source>Undone: the database refused.</source>
        <translation>הוחזר לאחור: מסד הנתונים סירב.</translation>
    </message>
    <message>
        <source>In doubt: the connection broke. The job&apos;s status tells.</source>
        <translation>בספק: החיבור נותק. הסטטוס של המשימה יגיד.</translation>
    </message>
    <message>
        <source>There was a deletion already.</source>
        <translation>כבר הייתה מחיקה.</translation>
    </message>
    <message>
        <source>Too soon after the last deletion.</source>
        <translation>מוקדם מדי אחרי המחיקה הקודמת.</translation>
    </message>
    <message>
        <source>Somebody was still running it.</source>
        <translation>מישהו עדיין הריץ אותה.</translation>
    </message>
    <message>
        <source>Not possible in the status that the job had.</source>
        <translation>לא אפשרי בסטטוס שבו הייתה המשימה.</translation>
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
        <source>What was done, newest first</source>
        <translation>מה נעשה, מהחדש לישן</translation>
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
        <translation>סגור</translation>
    </message>
    <message>
        <source>Export the audit trail</source>
        <translation>ייצוא יומן הביקורת</translation>
    </message>
    <message>
        <source>Stop the export</source>
        <translation>עצור את הייצוא</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>ייצוא…</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>נשמר בשם {path}.</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>קורא…</translation>
    </message>
    <message>
        <source>Nothing was done yet from this computer.</source>
        <translation>עוד לא נעשה דבר מהמחשב הזה.</translation>
    </message>
    <message>
        <source>Nothing fits the filter.</source>
        <translation>אין שורה שמתאימה לסינון.</translation>
    </message>
    <message numerus="yes">
        <source>{count} line(s) shown</source>
        <translation>
            <numerusform>מוצגת שורה אחת</numerusform>
            <numerusform>מוצגות {count} שורות</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} damaged line(s) passed over</source>
        <translation>
            <numerusform>שורה פגומה אחת לא נקראה</numerusform>
            <numerusform>{count} שורות פגומות לא נקראו</numerusform>
        </translation>
    </message>
    <message>
        <source>When</source>
        <translation>מתי</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>מי</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>פעולה</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>מה קרה</translation>
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
        <source>Business (id)</source>
        <translation>עסק (מזהה)</translation>
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
        <source>E-mail, computer, database or id</source>
        <translation>דוא״ל, מחשב, מסד או מזהה</translation>
    </message>
    <message>
        <source>All actions</source>
        <translation>כל הפעולות</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>בכל זמן</translation>
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
        <source>Chosen days</source>
        <translation>ימים לבחירה</translation>
    </message>
</context>
<context>
    <name>Availability</name>
    <message>
        <source>There is no connection to the database.</source>
        <translation>אין חיבור למסד הנתונים.</translation>
    </message>
    <message>
        <source>The last action is still being carried out.</source>
        <translation>הפעולה הקודמת עדיין מתבצעת.</translation>
    </message>
    <message>
        <source>Select a business.</source>
        <translation>בחרו עסק.</translation>
    </message>
    <message>
        <source>The receipts page is not enabled for this business.</source>
        <translation>דף הקבלות אינו מופעל בעסק הזה.</translation>
    </message>
    <message>
        <source>The business is not active: nobody deletes its receipts.</source>
        <translation>העסק אינו פעיל: אין מוחקים את הקבלות שלו.</translation>
    </message>
    <message>
        <source>You may not delete receipts of this business.</source>
        <translation>אין לכם הרשאה למחוק קבלות של העסק הזה.</translation>
    </message>
    <message>
        <source>Somebody still runs this job: its last heartbeat is too young.</source>
        <translation>מישהו עדיין מריץ את המשימה: העדכון האחרון שלה טרי מדי.</translation>
    </message>
    <message>
        <source>There is a deletion already: cancel it or let it go on.</source>
        <translation>כבר יש מחיקה: בטלו אותה או הניחו לה להמשיך.</translation>
    </message>
    <message>
        <source>Nothing is left to delete here.</source>
        <translation>לא נותר כאן מה למחוק.</translation>
    </message>
    <message>
        <source>No deletion is running or waiting here.</source>
        <translation>אין כאן מחיקה שרצה או ממתינה.</translation>
    </message>
    <message>
        <source>The job is paused already.</source>
        <translation>המשימה כבר מושהית.</translation>
    </message>
    <message>
        <source>The web worker would not notice a pause; cancel it instead.</source>
        <translation>שרת האתר לא יבחין בהשהיה; אפשר לבטל במקום זאת.</translation>
    </message>
    <message>
        <source>The job is stopping already.</source>
        <translation>המשימה כבר נעצרת.</translation>
    </message>
    <message>
        <source>Only a paused or failed job can be resumed.</source>
        <translation>אפשר להמשיך רק משימה מושהית או משימה שנכשלה.</translation>
    </message>
    <message>
        <source>This job failed before it began: start a new deletion.</source>
        <translation>המשימה נכשלה לפני שהתחילה: התחילו מחיקה חדשה.</translation>
    </message>
    <message>
        <source>This is for jobs that do not respond, or that nobody runs.</source>
        <translation>מיועד למשימות שאינן מגיבות, או שאיש אינו מריץ אותן.</translation>
    </message>
    <message>
        <source>No receipt of a finished job has failed here.</source>
        <translation>אין כאן משימה שהסתיימה עם קבלות שנכשלו.</translation>
    </message>
    <message>
        <source>No deletion is running or waiting in this console.</source>
        <translation>אין במסוף הזה מחיקה שרצה או ממתינה.</translation>
    </message>
    <message>
        <source>No row is shown.</source>
        <translation>לא מוצגת אף שורה.</translation>
    </message>
    <message>
        <source>There is no queued, running or paused job to cancel.</source>
        <translation>אין משימה בתור, רצה או מושהית שאפשר לבטל.</translation>
    </message>
</context>
<context>
    <name>BusinessesPage</name>
    <message>
        <source>Businesses and their deletions</source>
        <translation>העסקים והמחיקות שלהם</translation>
    </message>
</context>
<context>
    <name>Cells</name>
    <message>
        <source>This business is not active.</source>
        <translation>העסק הזה אינו פעיל.</translation>
    </message>
    <message>
        <source>{number}/s</source>
        <translation>{number}/שנ׳</translation>
    </message>
    <message>
        <source>This console</source>
        <translation>המסוף הזה</translation>
    </message>
    <message>
        <source>Another console here</source>
        <translation>מסוף אחר במחשב הזה</translation>
    </message>
    <message>
        <source>Web worker</source>
        <translation>שרת האתר</translation>
    </message>
    <message>
        <source>The console that ran it has ended. It can go on in {time}.</source>
        <translation>המסוף שהריץ אותה נסגר. אפשר יהיה להמשיך אותה בעוד {time}.</translation>
    </message>
    <message>
        <source>No sign of life for {time}.</source>
        <translation>אין סימן חיים כבר {time}.</translation>
    </message>
    <message>
        <source>Nobody has run it for more than a minute.</source>
        <translation>איש לא הריץ את המשימה כבר יותר מדקה.</translation>
    </message>
    <message>
        <source>Waiting for a free worker.</source>
        <translation>ממתין לעובד פנוי.</translation>
    </message>
    <message>
        <source>Waiting for a worker outside this console.</source>
        <translation>ממתין לעובד מחוץ למסוף הזה.</translation>
    </message>
    <message>
        <source>Marked “{status}”, but still being run by the web worker. Without another heartbeat it counts as over in {time}.</source>
        <translation>מסומנת &quot;{status}&quot;, אך שרת האתר עדיין מריץ אותה. בלי עדכון נוסף היא תיחשב סגורה בעוד {time}.</translation>
    </message>
    <message>
        <source>The counts do not add up: others deleted some receipts, or the web worker overwrote the counts.</source>
        <translation>הספירה אינה מסתדרת: אחרים מחקו חלק מהקבלות, או ששרת האתר דרס את הספירה.</translation>
    </message>
    <message>
        <source>Run by the web worker.</source>
        <translation>רצה בשרת האתר.</translation>
    </message>
    <message>
        <source>Run by another console or by the web worker.</source>
        <translation>רצה במסוף אחר או בשרת האתר.</translation>
    </message>
    <message>
        <source>Some of its receipts are not deleted: the web worker left them out, or they were brought back since.</source>
        <translation>חלק מהקבלות שלה לא נמחקו: שרת האתר דילג עליהן, או שהן הוחזרו מאז.</translation>
    </message>
    <message>
        <source>Run by another console of this computer.</source>
        <translation>רץ במסוף אחר במחשב הזה.</translation>
    </message>
    <message>
        <source>Run by the console on {workstation}.</source>
        <translation>רץ במסוף שעל {workstation}.</translation>
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
    <message>
        <source>They can go on without the window: Sweep then stays in the tray. Or they pause after the present batch and Sweep quits; they go on from there when you resume them. Either way nothing is lost.</source>
        <translation>הן יכולות להמשיך גם בלי החלון: Sweep יישאר אז במגש המערכת. אפשר גם להשהות אותן בסוף האצווה הנוכחית ולצאת; הן ימשיכו משם כשתפעילו אותן שוב. כך או כך שום דבר לא יאבד.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>חזרה</translation>
    </message>
    <message>
        <source>Pause and quit</source>
        <translation>השהה וצא</translation>
    </message>
    <message>
        <source>Keep running in the tray</source>
        <translation>המשך ברקע במגש</translation>
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
        <source>The number of the business in the database.</source>
        <translation>מספר העסק במסד הנתונים.</translation>
    </message>
    <message>
        <source>Receipts left</source>
        <translation>קבלות שנותרו</translation>
    </message>
    <message>
        <source>Receipts that are not deleted yet.</source>
        <translation>קבלות שעדיין לא נמחקו.</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>סטטוס</translation>
    </message>
    <message>
        <source>How the present or last deletion stands.</source>
        <translation>מצב המחיקה הנוכחית או האחרונה.</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>התקדמות</translation>
    </message>
    <message>
        <source>Receipts that the job is through with, of all that it began with.</source>
        <translation>קבלות שהמשימה כבר טיפלה בהן, מתוך כל מה שהיה בתחילתה.</translation>
    </message>
    <message>
        <source>Succeeded</source>
        <translation>הצליחו</translation>
    </message>
    <message>
        <source>Receipts that the job has deleted.</source>
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
        <source>Receipts a second.</source>
        <translation>קבלות בשנייה.</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>זמן שנותר</translation>
    </message>
    <message>
        <source>Until the job is done, at the present speed.</source>
        <translation>עד סיום המשימה, בקצב הנוכחי.</translation>
    </message>
    <message>
        <source>Requested by</source>
        <translation>התבקש על ידי</translation>
    </message>
    <message>
        <source>Who started the deletion.</source>
        <translation>מי התחיל את המחיקה.</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>רץ על</translation>
    </message>
    <message>
        <source>Where the deletion runs, or waits for a worker.</source>
        <translation>היכן המחיקה רצה, או ממתינה לעובד.</translation>
    </message>
    <message>
        <source>Last sign</source>
        <translation>סימן אחרון</translation>
    </message>
    <message>
        <source>How long ago the running deletion gave its last sign of life.</source>
        <translation>לפני כמה זמן נתנה המחיקה הרצה סימן חיים אחרון.</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>סיבה</translation>
    </message>
    <message>
        <source>Why the job waits, or its last error.</source>
        <translation>מדוע המשימה ממתינה, או השגיאה האחרונה שלה.</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Counting what would be deleted: {done} of {businesses}…</source>
        <translation>סופר מה יימחק: {done} מתוך {businesses}…</translation>
    </message>
    <message>
        <source>Stopped. Nothing was deleted.</source>
        <translation>הופסק. דבר לא נמחק.</translation>
    </message>
    <message>
        <source>No deletion is running or waiting in this console.</source>
        <translation>אין במסוף הזה מחיקה שרצה או ממתינה.</translation>
    </message>
    <message>
        <source>Everything here is paused, or will be after its present batch: {businesses}.</source>
        <translation>הכול כאן מושהה, או יושהה בסוף האצווה הנוכחית: {businesses}.</translation>
    </message>
    <message>
        <source>Paused, or about to after the present batch: {done} of {businesses}.</source>
        <translation>מושהים, או יושהו בסוף האצווה הנוכחית: {done} מתוך {businesses}.</translation>
    </message>
    <message>
        <source>Each of them…</source>
        <translation>כל אחד מהם…</translation>
    </message>
    <message>
        <source>Exporting: {done} of {all} rows…</source>
        <translation>מייצא: {done} מתוך {all} שורות…</translation>
    </message>
    <message>
        <source>businesses</source>
        <translation>עסקים</translation>
    </message>
    <message>
        <source>Export the shown rows</source>
        <translation>ייצוא השורות המוצגות</translation>
    </message>
    <message>
        <source>The shown rows are saved in {file}.</source>
        <translation>השורות המוצגות נשמרו אל {file}.</translation>
    </message>
    <message>
        <source>Stopped. No file was written.</source>
        <translation>הופסק. לא נכתב קובץ.</translation>
    </message>
    <message>
        <source>{businesses}: {sentence}</source>
        <translation>{businesses}: {sentence}</translation>
    </message>
    <message>
        <source>The demo begins anew.</source>
        <translation>ההדגמה מתחילה מחדש.</translation>
    </message>
</context>
<context>
    <name>CompletionNotices</name>
    <message>
        <source>{business}: the deletion is complete.</source>
        <translation>{business}: המחיקה הושלמה.</translation>
    </message>
    <message>
        <source>{business}: the deletion has failed.</source>
        <translation>{business}: המחיקה נכשלה.</translation>
    </message>
    <message>
        <source>{business}: the deletion is paused at its time limit.</source>
        <translation>{business}: המחיקה הושהתה בתום הזמן שהוקצב לה.</translation>
    </message>
    <message>
        <source>{business}: the deletion was paused, cancelled or ended elsewhere.</source>
        <translation>{business}: המחיקה הושהתה, בוטלה או הסתיימה במקום אחר.</translation>
    </message>
    <message>
        <source>{business}: the deletion could not go on.</source>
        <translation>{business}: המחיקה לא יכלה להמשיך.</translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) complete.</source>
        <translation>
            <numerusform>מחיקה אחת הושלמה.</numerusform>
            <numerusform>{count} מחיקות הושלמו.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) ended before completion.</source>
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
        <source>This cannot be undone. The receipts and their files are deleted in the background, batch by batch. You can pause or cancel on the way, but what is deleted by then stays deleted. Receipts that arrive from now on are kept.</source>
        <translation>אי אפשר לבטל את המחיקה לאחר מעשה. הקבלות והקבצים שלהן נמחקים ברקע, אצווה אחר אצווה. אפשר להשהות או לבטל בדרך, אבל מה שנמחק עד אז יישאר מחוק. קבלות שיגיעו מעכשיו יישמרו.</translation>
    </message>
    <message>
        <source>Nothing will be deleted in {businesses}:</source>
        <translation>לא יימחק דבר ({businesses}):</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>בטל</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגור</translation>
    </message>
    <message>
        <source>There is nothing that can be deleted.</source>
        <translation>אין דבר שאפשר למחוק.</translation>
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
        <translation>מחק {receipts}</translation>
    </message>
    <message>
        <source>Delete {receipts} of {businesses}</source>
        <translation>מחק {receipts} של {businesses}</translation>
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
        <source>Size of files</source>
        <translation>גודל הקבצים</translation>
    </message>
    <message>
        <source>What will be deleted</source>
        <translation>מה יימחק</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>סך הכול</translation>
    </message>
    <message>
        <source>Why not</source>
        <translation>מדוע לא</translation>
    </message>
    <message>
        <source>What will not be deleted</source>
        <translation>מה לא יימחק</translation>
    </message>
    <message>
        <source>To confirm, type {word}</source>
        <translation>לאישור הקלידו {word}</translation>
    </message>
    <message>
        <source>and how many businesses these are</source>
        <translation>וגם כמה עסקים אלה</translation>
    </message>
    <message>
        <source>How many businesses these are</source>
        <translation>כמה עסקים אלה</translation>
    </message>
    <message>
        <source>Type exactly {word}, in English capital letters.</source>
        <translation>יש להקליד בדיוק {word}, באותיות אנגליות גדולות.</translation>
    </message>
    <message>
        <source>That is not the number of businesses in the table.</source>
        <translation>זה אינו מספר העסקים שבטבלה.</translation>
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
        <source>Paused by itself: its time was up. Resume lets it go on.</source>
        <translation>הושהתה מעצמה כי זמנה תם. „המשך” ימשיך אותה.</translation>
    </message>
    <message>
        <source>Paused by {person} at {time}.</source>
        <translation>הושהתה על ידי {person} בשעה {time}.</translation>
    </message>
    <message>
        <source>Paused. It was not done on this computer, so it is not known by whom.</source>
        <translation>מושהית. ההשהיה לא נעשתה במחשב הזה, ולכן לא ידוע מי השהה.</translation>
    </message>
    <message>
        <source>somebody unknown</source>
        <translation>משתמש לא ידוע</translation>
    </message>
    <message>
        <source>Requested {time} by {person}</source>
        <translation>התבקשה {time} על ידי {person}</translation>
    </message>
    <message>
        <source>Started {time} by {person}</source>
        <translation>התחילה {time} על ידי {person}</translation>
    </message>
    <message>
        <source>Heartbeat {span} ago</source>
        <translation>פעימה לפני {span}</translation>
    </message>
    <message>
        <source>last progress {span} ago</source>
        <translation>התקדמות אחרונה לפני {span}</translation>
    </message>
    <message>
        <source>no progress seen for {span}</source>
        <translation>לא נראתה התקדמות כבר {span}</translation>
    </message>
    <message>
        <source>Ended {time}</source>
        <translation>הסתיימה {time}</translation>
    </message>
    <message>
        <source>Waiting for a free worker: place {place} of {count} in the queue.</source>
        <translation>ממתין לעובד פנוי: מקום {place} מתוך {count} בתור.</translation>
    </message>
    <message>
        <source>A pause between two batches: the next begins in {span}.</source>
        <translation>הפסקה בין שתי אצוות: הבאה תתחיל בעוד {span}.</translation>
    </message>
    <message>
        <source>{number} left</source>
        <translation>נותרו: {number}</translation>
    </message>
    <message>
        <source>{business} · ID {id}</source>
        <translation>{business} · מזהה {id}</translation>
    </message>
    <message>
        <source>Select one business to see which receipts could not be deleted.</source>
        <translation>בחרו עסק אחד כדי לראות אילו קבלות לא ניתן היה למחוק.</translation>
    </message>
    <message>
        <source>This business has no job.</source>
        <translation>לעסק הזה אין משימה.</translation>
    </message>
    <message>
        <source>No receipt of this job has failed.</source>
        <translation>אף קבלה של המשימה הזאת לא נכשלה.</translation>
    </message>
    <message>
        <source>Receipts that could not be deleted</source>
        <translation>קבלות שלא ניתן היה למחוק</translation>
    </message>
    <message>
        <source>Export CSV…</source>
        <translation>ייצוא CSV…</translation>
    </message>
    <message>
        <source>Save these receipts as a table for spreadsheets</source>
        <translation>שמירת הקבלות האלה כטבלה לגיליון אלקטרוני</translation>
    </message>
    <message numerus="yes">
        <source>{count} receipt(s) could not be deleted.</source>
        <translation>
            <numerusform>קבלה אחת לא ניתן היה למחוק.</numerusform>
            <numerusform>{count} קבלות לא ניתן היה למחוק.</numerusform>
        </translation>
    </message>
    <message>
        <source>Which receipts failed is not recorded: the web worker does not write it down.</source>
        <translation>לא נרשם אילו קבלות נכשלו: שרת האתר אינו רושם זאת.</translation>
    </message>
    <message>
        <source>Save the failed receipts</source>
        <translation>שמירת הקבלות שנכשלו</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>נשמר בקובץ {path}.</translation>
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
        <source>{reason} (somebody deleted it since)</source>
        <translation>{reason} (נמחקה מאז בידי מישהו אחר)</translation>
    </message>
    <message>
        <source>This business never had a job.</source>
        <translation>לעסק הזה לא הייתה אף משימה.</translation>
    </message>
    <message>
        <source>Select one business to see its jobs.</source>
        <translation>בחרו עסק אחד כדי לראות את המשימות שלו.</translation>
    </message>
    <message>
        <source>Jobs of this business</source>
        <translation>המשימות של העסק הזה</translation>
    </message>
    <message>
        <source>Show older jobs</source>
        <translation>הצג משימות קודמות</translation>
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
        <source>What</source>
        <translation>סוג</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>התחלה</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>סיום</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>טופלו</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>נכשלו</translation>
    </message>
    <message>
        <source>Requested by</source>
        <translation>הוזמן על ידי</translation>
    </message>
    <message>
        <source>Last error</source>
        <translation>שגיאה אחרונה</translation>
    </message>
    <message>
        <source>{problem} Try again</source>
        <translation>{problem} נסה שוב</translation>
    </message>
    <message>
        <source>Select one business to see what happened to its job.</source>
        <translation>בחרו עסק אחד כדי לראות מה קרה למשימה שלו.</translation>
    </message>
    <message>
        <source>What happened to this job</source>
        <translation>מה קרה למשימה הזאת</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>זמן</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>מה קרה</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>מי</translation>
    </message>
    <message>
        <source>Nothing was done with this job on this computer.</source>
        <translation>במחשב הזה לא נעשה דבר במשימה הזאת.</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>מחיקת הכל</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>השהיה</translation>
    </message>
    <message>
        <source>Pause on quitting</source>
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
        <translation>קבלה לידיים</translation>
    </message>
    <message>
        <source>Mark as failed</source>
        <translation>סימון כנכשל</translation>
    </message>
    <message>
        <source>Retry failed receipts</source>
        <translation>ניסיון חוזר לקבלות שנכשלו</translation>
    </message>
    <message>
        <source>It was undone: the database did not accept it.</source>
        <translation>הפעולה בוטלה: מסד הנתונים לא קיבל אותה.</translation>
    </message>
    <message>
        <source>The connection broke; it may or may not have been done.</source>
        <translation>החיבור נותק; לא ידוע אם הפעולה בוצעה.</translation>
    </message>
    <message>
        <source>There was a deletion already.</source>
        <translation>כבר הייתה מחיקה.</translation>
    </message>
    <message>
        <source>It was too soon after the last one.</source>
        <translation>עבר מעט מדי זמן מאז המחיקה הקודמת.</translation>
    </message>
    <message>
        <source>Somebody was still running it.</source>
        <translation>מישהו עדיין הריץ אותה.</translation>
    </message>
    <message>
        <source>The job&apos;s status did not allow it.</source>
        <translation>סטטוס המשימה לא אפשר זאת.</translation>
    </message>
    <message>
        <source>Completed.</source>
        <translation>הושלמה.</translation>
    </message>
    <message>
        <source>Paused at the end of a batch.</source>
        <translation>הושהתה בסוף אצווה.</translation>
    </message>
    <message>
        <source>Paused by itself: its time was up.</source>
        <translation>הושהתה מעצמה כי זמנה תם.</translation>
    </message>
    <message>
        <source>Its turn was over; it went to the back of the queue.</source>
        <translation>תורה הסתיים והיא עברה לסוף התור.</translation>
    </message>
    <message>
        <source>Failed.</source>
        <translation>נכשלה.</translation>
    </message>
    <message>
        <source>Stopped: somebody else paused it, cancelled it or took it over.</source>
        <translation>נעצרה: מישהו אחר השהה או ביטל אותה, או העביר אותה אליו.</translation>
    </message>
    <message>
        <source>Given up: the database could not be used.</source>
        <translation>העובד ויתר עליה: לא ניתן היה להשתמש במסד הנתונים.</translation>
    </message>
    <message>
        <source>This console</source>
        <translation>המסוף הזה</translation>
    </message>
    <message>
        <source>{action}, accepting missing files</source>
        <translation>{action}, עם אישור קבצים חסרים</translation>
    </message>
    <message>
        <source>{action}: {sentence}</source>
        <translation>{action}: {sentence}</translation>
    </message>
    <message>
        <source>A worker began.</source>
        <translation>עובד התחיל לטפל בה.</translation>
    </message>
    <message numerus="yes">
        <source>{count} batch(es) done.</source>
        <translation>
            <numerusform>אצווה אחת הושלמה.</numerusform>
            <numerusform>{count} אצוות הושלמו.</numerusform>
        </translation>
    </message>
    <message>
        <source>The database did not answer; waited {seconds} s.</source>
        <translation>מסד הנתונים לא ענה; המתנה של {seconds} שנ׳.</translation>
    </message>
    <message>
        <source>A batch failed; waited {seconds} s.</source>
        <translation>אצווה נכשלה; המתנה של {seconds} שנ׳.</translation>
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
        <source>files kept: {number}</source>
        <translation>קבצים שנשמרו: {number}</translation>
    </message>
    <message>
        <source>files left: {number}</source>
        <translation>קבצים שנותרו: {number}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>נסה שוב</translation>
    </message>
    <message>
        <source>This is being read…</source>
        <translation>הנתונים נקראים…</translation>
    </message>
    <message>
        <source>{state}: {number}</source>
        <translation>{state}: {number}</translation>
    </message>
    <message>
        <source>{number} d</source>
        <translation>{number} ימ׳</translation>
    </message>
    <message>
        <source>{number} h</source>
        <translation>{number} שע׳</translation>
    </message>
    <message>
        <source>{number} min</source>
        <translation>{number} דק׳</translation>
    </message>
    <message>
        <source>{number} s</source>
        <translation>{number} שנ׳</translation>
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
        <source>Tabs before</source>
        <translation>לשוניות קודמות</translation>
    </message>
    <message>
        <source>Tabs behind</source>
        <translation>לשוניות נוספות</translation>
    </message>
    <message>
        <source>Select a business in the table to see how far its deletion is, and why it waits.</source>
        <translation>בחרו עסק בטבלה כדי לראות עד היכן הגיעה המחיקה שלו ומדוע היא ממתינה.</translation>
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
        <source>Show the details</source>
        <translation>הצגת הפרטים</translation>
    </message>
    <message>
        <source>Hide the details</source>
        <translation>הסתרת הפרטים</translation>
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
        <translation>העתק דוח</translation>
    </message>
    <message>
        <source>For a ticket; there are no passwords in it.</source>
        <translation>לפנייה לתמיכה; אין בו סיסמאות.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגור</translation>
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
        <source>Looking…</source>
        <translation>בודק…</translation>
    </message>
    <message>
        <source>Stopped before the end.</source>
        <translation>הבדיקה נעצרה לפני הסוף.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>עצור</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>רענן</translation>
    </message>
    <message>
        <source>Copy the SQL</source>
        <translation>העתק את ה־SQL</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>קבל לידיך</translation>
    </message>
    <message>
        <source>Mark as failed</source>
        <translation>סמן כנכשל</translation>
    </message>
    <message>
        <source>The SQL that would mend it</source>
        <translation>ה־SQL שיתקן זאת</translation>
    </message>
    <message>
        <source>All is well.</source>
        <translation>הכל תקין.</translation>
    </message>
    <message>
        <source>It works, and something is worth a look.</source>
        <translation>הכל עובד, ויש משהו שכדאי לבדוק.</translation>
    </message>
    <message>
        <source>Something is not right.</source>
        <translation>משהו אינו תקין.</translation>
    </message>
</context>
<context>
    <name>EmptyTable</name>
    <message>
        <source>Select businesses and choose “Delete all…” to start a deletion.</source>
        <translation>בחרו עסקים ולחצו על „מחק הכל…” כדי להתחיל מחיקה.</translation>
    </message>
    <message>
        <source>Deletions wait here while all workers are busy.</source>
        <translation>כאן ממתינות מחיקות כשכל העובדים תפוסים.</translation>
    </message>
    <message>
        <source>Deletions that are paused wait here to be resumed.</source>
        <translation>כאן ממתינות מחיקות מושהות, עד שממשיכים אותן.</translation>
    </message>
    <message>
        <source>Deletions that failed are listed here, to be resumed or started anew.</source>
        <translation>כאן מופיעות מחיקות שנכשלו, כדי להמשיך אותן או להתחיל מחדש.</translation>
    </message>
    <message>
        <source>Every deletion shows signs of life: there is nothing to take over.</source>
        <translation>כל המחיקות מראות סימני חיים: אין מה לקבל לידיים.</translation>
    </message>
    <message>
        <source>Deletions that came to their end are listed here.</source>
        <translation>כאן מופיעות מחיקות שהגיעו לסופן.</translation>
    </message>
    <message>
        <source>Deletions that were cancelled are listed here, to be started anew.</source>
        <translation>כאן מופיעות מחיקות שבוטלו, כדי להתחיל אותן מחדש.</translation>
    </message>
    <message>
        <source>Businesses that were never cleared are listed here.</source>
        <translation>כאן מופיעים עסקים שקבלותיהם לא נמחקו מעולם.</translation>
    </message>
    <message>
        <source>Businesses without receipts and without a deletion are listed here.</source>
        <translation>כאן מופיעים עסקים בלי קבלות ובלי מחיקה.</translation>
    </message>
    <message>
        <source>The businesses are being read…</source>
        <translation>העסקים נקראים…</translation>
    </message>
    <message>
        <source>There is no business to show.</source>
        <translation>אין עסק להציג.</translation>
    </message>
    <message>
        <source>Businesses appear here as soon as the database has some that you may see.</source>
        <translation>עסקים יופיעו כאן ברגע שיהיו במסד הנתונים עסקים שמותר לכם לראות.</translation>
    </message>
    <message>
        <source>No business matches “{search}”.</source>
        <translation>אין עסק שמתאים לחיפוש „{search}”.</translation>
    </message>
    <message>
        <source>No business under “{filter}” matches “{search}”.</source>
        <translation>אין עסק תחת „{filter}” שמתאים לחיפוש „{search}”.</translation>
    </message>
    <message>
        <source>Names are searched in any script, and ids from their first digit.</source>
        <translation>החיפוש בשמות בכל כתב, ובמזהים מהספרה הראשונה.</translation>
    </message>
    <message>
        <source>Show all businesses</source>
        <translation>הצג את כל העסקים</translation>
    </message>
    <message>
        <source>No business is under “{filter}” now.</source>
        <translation>אין כרגע עסק תחת „{filter}”.</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>Something went wrong</source>
        <translation>משהו השתבש</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>זה לא הצליח</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>פרטים</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>העתק</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגור</translation>
    </message>
</context>
<context>
    <name>ErrorParts</name>
    <message>
        <source>batch size</source>
        <translation>גודל האצווה</translation>
    </message>
    <message>
        <source>throttle (ms)</source>
        <translation>ההשהיה בין אצוות (מ״ש)</translation>
    </message>
    <message>
        <source>failure cap</source>
        <translation>מספר הכישלונות המותר</translation>
    </message>
    <message>
        <source>runtime cap (s)</source>
        <translation>זמן הריצה המרבי (שניות)</translation>
    </message>
    <message>
        <source>workers</source>
        <translation>מספר העובדים</translation>
    </message>
    <message>
        <source>it is not an address of a database</source>
        <translation>זו אינה כתובת של מסד נתונים</translation>
    </message>
    <message>
        <source>only PostgreSQL is supported</source>
        <translation>רק PostgreSQL נתמך</translation>
    </message>
    <message>
        <source>the name of the database is missing</source>
        <translation>חסר שם מסד הנתונים</translation>
    </message>
    <message>
        <source>an @ in the user name or the password must be written as %40</source>
        <translation>את הסימן @ בשם המשתמש או בסיסמה יש לכתוב כ־%40</translation>
    </message>
    <message>
        <source>the password of a key cannot be kept in an address</source>
        <translation>אי אפשר לשמור סיסמה של מפתח בתוך כתובת</translation>
    </message>
    <message>
        <source>The endpoint of the storage must be written as https://host or https://host:port.</source>
        <translation>את כתובת האחסון יש לכתוב כך: https://host או https://host:port.</translation>
    </message>
    <message>
        <source>The endpoint of the storage must be the address alone: without the bucket&apos;s name, without a user, and with nothing after the host and port.</source>
        <translation>כתובת האחסון צריכה לעמוד לבדה: בלי שם הדלי, בלי משתמש, ובלי דבר אחרי השרת והיציאה.</translation>
    </message>
    <message>
        <source>The name of the bucket is missing, or holds a slash or a space.</source>
        <translation>שם הדלי חסר, או שיש בו לוכסן או רווח.</translation>
    </message>
    <message>
        <source>The access key of the bucket is missing: its id, its secret, or both.</source>
        <translation>מפתח הגישה לדלי חסר: המזהה, הסוד או שניהם.</translation>
    </message>
    <message>
        <source>there is no such folder</source>
        <translation>אין תיקייה כזאת</translation>
    </message>
    <message>
        <source>it has no folder &quot;attachments&quot;, so it is not the attachment storage</source>
        <translation>אין בה תיקייה בשם attachments, ולכן היא אינה אחסון הקבצים המצורפים</translation>
    </message>
    <message>
        <source>its files may not be deleted by this user</source>
        <translation>למשתמש הזה אין הרשאה למחוק בה קבצים</translation>
    </message>
    <message>
        <source>another console uses it.</source>
        <translation>מסוף אחר משתמש בה.</translation>
    </message>
    <message>
        <source>it has not been started.</source>
        <translation>היא לא הופעלה.</translation>
    </message>
    <message>
        <source>its server ended at once.</source>
        <translation>השרת שלה נסגר מיד.</translation>
    </message>
    <message>
        <source>another process has been busy with it for too long. Try again later.</source>
        <translation>תהליך אחר עסוק בה כבר זמן רב מדי. נסו שוב מאוחר יותר.</translation>
    </message>
    <message>
        <source>its PostgreSQL is not installed. Install the console with the extra &quot;demo&quot;.</source>
        <translation>ה־PostgreSQL שלה אינו מותקן. התקינו את המסוף עם התוספת demo.</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>אין הרשאה</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>אין מקום פנוי בדיסק</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>זו תיקייה ולא קובץ</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>אין קובץ או תיקייה כאלה</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>מערכת הקבצים מיועדת לקריאה בלבד</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>שם הקובץ ארוך מדי</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>מכסת הדיסק נוצלה</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>That did not work: {said}</source>
        <translation>זה לא הצליח: {said}</translation>
    </message>
    <message>
        <source>That cannot be used. Nothing was changed. ({said})</source>
        <translation>אי אפשר להשתמש בזה. דבר לא השתנה. ({said})</translation>
    </message>
    <message>
        <source>The field “{name}” is empty.</source>
        <translation>השדה „{name}” ריק.</translation>
    </message>
    <message>
        <source>The setting “{name}” must be between {low} and {high}, not {value}. Nothing was changed.</source>
        <translation>הערך של „{name}” צריך להיות בין {low} ל־{high}, ולא {value}. דבר לא השתנה.</translation>
    </message>
    <message>
        <source>The database address cannot be used: {reason}. Write it like {example}.</source>
        <translation>אי אפשר להשתמש בכתובת מסד הנתונים: {reason}. כתבו אותה כך: {example}.</translation>
    </message>
    <message>
        <source>The attachment storage {place} cannot be used: {reason}. Nothing was deleted. Check the folder, that it is connected, and your rights in it.</source>
        <translation>אי אפשר להשתמש באחסון הקבצים המצורפים {place}: {reason}. דבר לא נמחק. בדקו את התיקייה, שהיא מחוברת, ושיש לכם הרשאות בה.</translation>
    </message>
    <message>
        <source>The place where the job stopped cannot be read, so there is no safe place to go on from. Cancel the job and start a new one. ({reason})</source>
        <translation>אי אפשר לקרוא היכן המשימה נעצרה, ולכן אין מקום בטוח להמשיך ממנו. בטלו את המשימה והתחילו חדשה. ({reason})</translation>
    </message>
    <message>
        <source>The job&apos;s status does not allow that any more. Refresh the table and try again.</source>
        <translation>הסטטוס של המשימה כבר אינו מאפשר זאת. רעננו את הטבלה ונסו שוב.</translation>
    </message>
    <message>
        <source>The database is not as this console needs it: {reason} Ask whoever looks after the database to mend it.</source>
        <translation>מסד הנתונים אינו כפי שהמסוף צריך: {reason} בקשו ממי שאחראי על מסד הנתונים לתקן זאת.</translation>
    </message>
    <message>
        <source>The demo cannot be started: {reason}</source>
        <translation>אי אפשר להפעיל את ההדגמה: {reason}</translation>
    </message>
    <message>
        <source>You may not see this business any more.</source>
        <translation>אין לכם עוד הרשאה לראות את העסק הזה.</translation>
    </message>
    <message>
        <source>Nothing was done, because the audit trail {place} cannot be written: {reason}. Make room on the disk or allow writing to the file, and try again.</source>
        <translation>דבר לא נעשה, כי אי אפשר לכתוב ליומן הביקורת {place}: {reason}. פנו מקום בדיסק או אפשרו כתיבה לקובץ, ונסו שוב.</translation>
    </message>
    <message>
        <source>The audit trail {place} cannot be read: {reason}.</source>
        <translation>אי אפשר לקרוא את יומן הביקורת {place}: {reason}.</translation>
    </message>
    <message>
        <source>The file {place} cannot be written: {reason}. Choose another folder, or make room on the disk. What was there before is as it was.</source>
        <translation>אי אפשר לכתוב את הקובץ {place}: {reason}. בחרו תיקייה אחרת או פנו מקום בדיסק. מה שהיה שם קודם לא השתנה.</translation>
    </message>
    <message>
        <source>The e-mail or the password is wrong, or this user may not use the console.</source>
        <translation>הדוא״ל או הסיסמה שגויים, או שלמשתמש הזה אין הרשאה להשתמש במסוף.</translation>
    </message>
    <message>
        <source>Too many wrong passwords. Try again in {seconds} s.</source>
        <translation>יותר מדי סיסמאות שגויות. נסו שוב בעוד {seconds} שנ׳.</translation>
    </message>
    <message>
        <source>The database refused. Nothing was changed. ({said})</source>
        <translation>מסד הנתונים סירב. דבר לא השתנה. ({said})</translation>
    </message>
    <message>
        <source>The connection to the database was lost. Jobs wait and go on by themselves when it is back; look at the table before you repeat an action.</source>
        <translation>החיבור למסד הנתונים אבד. המשימות ממתינות וימשיכו מעצמן כשהחיבור יחזור; הביטו בטבלה לפני שתחזרו על פעולה.</translation>
    </message>
    <message>
        <source>The database could not do it at this moment. Try again in a minute. ({said})</source>
        <translation>מסד הנתונים לא הצליח לעשות זאת כרגע. נסו שוב בעוד דקה. ({said})</translation>
    </message>
    <message>
        <source>Somebody else is working on the same rows at this moment. Try again in a minute.</source>
        <translation>מישהו אחר עובד כרגע על אותן שורות. נסו שוב בעוד דקה.</translation>
    </message>
    <message>
        <source>The database refused to change these rows. ({said})</source>
        <translation>מסד הנתונים סירב לשנות את השורות האלה. ({said})</translation>
    </message>
    <message>
        <source>The console&apos;s database user lacks a right. Ask whoever looks after the database for it. ({said})</source>
        <translation>למשתמש של המסוף במסד הנתונים חסרה הרשאה. בקשו אותה ממי שאחראי על מסד הנתונים. ({said})</translation>
    </message>
    <message>
        <source>This database lacks a table or a column that the console needs. Check that it is the right database, or ask whoever looks after it. ({said})</source>
        <translation>במסד הנתונים הזה חסרה טבלה או עמודה שהמסוף צריך. בדקו שזה מסד הנתונים הנכון, או פנו למי שאחראי עליו. ({said})</translation>
    </message>
    <message>
        <source>A row-level security policy hides rows of the table {table} from the database user {role}, so nothing can be deleted safely. Ask whoever looks after the database to let this user see all rows (BYPASSRLS).</source>
        <translation>מדיניות אבטחה ברמת השורה מסתירה שורות בטבלה {table} מהמשתמש {role} במסד הנתונים, ולכן אי אפשר למחוק דבר בבטחה. בקשו ממי שאחראי על מסד הנתונים לאפשר למשתמש הזה לראות את כל השורות (BYPASSRLS).</translation>
    </message>
    <message>
        <source>The search path of the address is not in force (it is {found}): a pooler between may have left it out. Write the schema of the product&apos;s tables into the settings of the connection.</source>
        <translation>נתיב החיפוש שבכתובת אינו בתוקף (הוא {found}): ייתכן שמאגר חיבורים שבדרך השמיט אותו. כתבו את הסכמה של טבלאות המוצר בהגדרות החיבור.</translation>
    </message>
    <message>
        <source>In the schema of the settings these tables are missing: {found}. Check the name of the schema.</source>
        <translation>בסכמה שבהגדרות חסרות הטבלאות האלה: {found}. בדקו את שם הסכמה.</translation>
    </message>
    <message>
        <source>The product&apos;s tables are in schemas where this database user does not look by itself ({found}). Write the right one into the settings of the connection.</source>
        <translation>טבלאות המוצר נמצאות בסכמות שהמשתמש הזה במסד הנתונים אינו מחפש בהן מעצמו ({found}). כתבו את הסכמה הנכונה בהגדרות החיבור.</translation>
    </message>
    <message>
        <source>It is not clear which tables are the product&apos;s, for they lie in different schemas ({found}). Write the right schema into the settings of the connection.</source>
        <translation>לא ברור אילו טבלאות הן של המוצר, כי הן נמצאות בסכמות שונות ({found}). כתבו את הסכמה הנכונה בהגדרות החיבור.</translation>
    </message>
    <message>
        <source>It is not clear which tables are the product&apos;s, for they have different owners ({found}). Write their schema into the settings of the connection if they are all meant.</source>
        <translation>לא ברור אילו טבלאות הן של המוצר, כי יש להן בעלים שונים ({found}). אם הכוונה לכולן, כתבו את הסכמה שלהן בהגדרות החיבור.</translation>
    </message>
    <message>
        <source>The product&apos;s tables are there several times ({found}). Write the right schema into the settings of the connection.</source>
        <translation>טבלאות המוצר קיימות כמה פעמים ({found}). כתבו את הסכמה הנכונה בהגדרות החיבור.</translation>
    </message>
    <message>
        <source>Job {job_id} is not run by this console any more: somebody else cancelled it or took it over.</source>
        <translation>משימה {job_id} כבר אינה רצה במסוף הזה: מישהו אחר ביטל אותה או לקח אותה.</translation>
    </message>
    <message>
        <source>The database at {where} refused the user name or the password. Check the database address.</source>
        <translation>מסד הנתונים {where} דחה את שם המשתמש או את הסיסמה. בדקו את כתובת מסד הנתונים.</translation>
    </message>
    <message>
        <source>There is no computer of the name in {where}. Check the address and the network.</source>
        <translation>אין מחשב בשם שמופיע ב־{where}. בדקו את הכתובת ואת הרשת.</translation>
    </message>
    <message>
        <source>Nothing answers at {where}. Check the address and the port, and that the server runs.</source>
        <translation>אין תשובה מ־{where}. בדקו את הכתובת ואת היציאה (port), ושהשרת פועל.</translation>
    </message>
    <message>
        <source>The database at {where} does not answer. Check the network, the VPN and the firewall.</source>
        <translation>מסד הנתונים {where} אינו עונה. בדקו את הרשת, את ה־VPN ואת חומת האש.</translation>
    </message>
    <message>
        <source>The server has no such database or user as in {where}. Check the database address.</source>
        <translation>בשרת אין מסד נתונים או משתמש כמו ב־{where}. בדקו את כתובת מסד הנתונים.</translation>
    </message>
    <message>
        <source>The database at {where} has no free connection. Try again in a minute.</source>
        <translation>אין חיבור פנוי במסד הנתונים {where}. נסו שוב בעוד דקה.</translation>
    </message>
    <message>
        <source>The database at {where} is starting or stopping. Try again in a minute.</source>
        <translation>מסד הנתונים {where} עולה או נסגר כרגע. נסו שוב בעוד דקה.</translation>
    </message>
    <message>
        <source>Before the database at {where} stands a pooler that does not take the options of the address. Leave them out, and write the schema into the settings of the connection.</source>
        <translation>לפני מסד הנתונים {where} עומד מאגר חיבורים שאינו מקבל את האפשרויות שבכתובת. השמיטו אותן, וכתבו את הסכמה בהגדרות החיבור.</translation>
    </message>
    <message>
        <source>The database at {where} cannot be reached. Check the address and the network. ({detail})</source>
        <translation>אי אפשר להגיע אל מסד הנתונים {where}. בדקו את הכתובת ואת הרשת. ({detail})</translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>Table for spreadsheets</source>
        <translation>טבלה לגיליון אלקטרוני</translation>
    </message>
    <message>
        <source>JSON Lines</source>
        <translation>JSON Lines</translation>
    </message>
</context>
<context>
    <name>Facets</name>
    <message>
        <source>All businesses</source>
        <translation>כל העסקים</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>פעילות</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>רצות</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>בתור</translation>
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
        <translation>דורש טיפול</translation>
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
    <name>Findings</name>
    <message>
        <source>{where} answers in {milliseconds} ms ({version}).</source>
        <translation>{where} עונה תוך {milliseconds} מ״ש ({version}).</translation>
    </message>
    <message>
        <source>The connection is encrypted (TLS).</source>
        <translation>החיבור מוצפן (TLS).</translation>
    </message>
    <message>
        <source>The connection stays on this computer.</source>
        <translation>החיבור אינו יוצא מהמחשב הזה.</translation>
    </message>
    <message>
        <source>The connection is not encrypted. Choose the encryption in the settings.</source>
        <translation>החיבור אינו מוצפן. בחרו הצפנה בהגדרות.</translation>
    </message>
    <message>
        <source>The time-outs of every transaction are in force.</source>
        <translation>מגבלות הזמן של כל טרנזקציה בתוקף.</translation>
    </message>
    <message>
        <source>The setting {name} is {found} instead of {wanted} in a transaction of this console.</source>
        <translation>ההגדרה {name} היא {found} במקום {wanted} בטרנזקציה של המסוף הזה.</translation>
    </message>
    <message>
        <source>The table {table} has all that Sweep needs.</source>
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
        <source>The index {name} would keep batches quick as the table grows.</source>
        <translation>האינדקס {name} ישמור על אצוות מהירות כשהטבלה תגדל.</translation>
    </message>
    <message>
        <source>The table {name} is there, but not as it should be.</source>
        <translation>הטבלה {name} קיימת, אבל לא כפי שצריך.</translation>
    </message>
    <message>
        <source>The column {name} is there, but not as it should be.</source>
        <translation>העמודה {name} קיימת, אבל לא כפי שצריך.</translation>
    </message>
    <message>
        <source>The index {name} is there, but not as it should be.</source>
        <translation>האינדקס {name} קיים, אבל לא כפי שצריך.</translation>
    </message>
    <message>
        <source>The constraint {name} is there, but not as it should be.</source>
        <translation>האילוץ {name} קיים, אבל לא כפי שצריך.</translation>
    </message>
    <message>
        <source>The index {name}, which keeps batches quick, is there, but not as it should be.</source>
        <translation>האינדקס {name}, ששומר על אצוות מהירות, קיים, אבל לא כפי שצריך.</translation>
    </message>
    <message>
        <source>The console&apos;s database user lacks the right {right} on {subject}.</source>
        <translation>למשתמש מסד הנתונים של המסוף חסרה ההרשאה {right} על {subject}.</translation>
    </message>
    <message>
        <source>A row-level security policy hides rows of the table {table} from the database user {role}.</source>
        <translation>מדיניות אבטחה ברמת השורה מסתירה שורות בטבלה {table} מהמשתמש {role} במסד הנתונים.</translation>
    </message>
    <message>
        <source>The console&apos;s database user may not lock rows of {subject}: in the moment of a deletion somebody could still begin to use a file.</source>
        <translation>המשתמש של המסוף במסד הנתונים אינו רשאי לנעול שורות של {subject}: ברגע המחיקה מישהו עדיין עלול להתחיל להשתמש בקובץ.</translation>
    </message>
    <message>
        <source>{role} may create functions and operators in the schema {schema}, and so change what statements do.</source>
        <translation>{role} רשאי ליצור פונקציות ואופרטורים בסכמה {schema}, וכך לשנות מה שפקודות עושות.</translation>
    </message>
    <message>
        <source>The console&apos;s database user has the rights that a deletion needs.</source>
        <translation>למשתמש מסד הנתונים של המסוף יש ההרשאות שמחיקה צריכה.</translation>
    </message>
    <message>
        <source>Job {job_id} of business {business_id} does not respond: no sign of life for {seconds} s.</source>
        <translation>משימה {job_id} של עסק {business_id} אינה מגיבה: אין ממנה סימן חיים כבר {seconds} שנ׳.</translation>
    </message>
    <message>
        <source>Job {job_id} of business {business_id} is stuck: nobody has run it for {seconds} s.</source>
        <translation>משימה {job_id} של עסק {business_id} תקועה: איש אינו מריץ אותה כבר {seconds} שנ׳.</translation>
    </message>
    <message>
        <source>No deletion is stuck or silent (active: {count}).</source>
        <translation>אין מחיקה תקועה או שאינה מגיבה (פעילות: {count}).</translation>
    </message>
    <message>
        <source>Attachments in {place} can be deleted.</source>
        <translation>אפשר למחוק קבצים מצורפים ב־{place}.</translation>
    </message>
    <message>
        <source>{place} keeps versions: what is deleted leaves its data behind a delete marker.</source>
        <translation>ב־{place} נשמרות גרסאות: מה שנמחק משאיר את הנתונים שלו מאחורי סימון מחיקה.</translation>
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
        <source>Rights</source>
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
        <source>Good</source>
        <translation>תקין</translation>
    </message>
    <message>
        <source>Worth a look</source>
        <translation>כדאי לבדוק</translation>
    </message>
    <message>
        <source>Not right</source>
        <translation>לא תקין</translation>
    </message>
    <message>
        <source>Asking the database…</source>
        <translation>שואל את מסד הנתונים…</translation>
    </message>
    <message>
        <source>Looking at the tables…</source>
        <translation>בודק את הטבלאות…</translation>
    </message>
    <message>
        <source>Looking at the rights…</source>
        <translation>בודק את ההרשאות…</translation>
    </message>
    <message>
        <source>Looking at the jobs…</source>
        <translation>בודק את המשימות…</translation>
    </message>
    <message>
        <source>Asking the storage…</source>
        <translation>שואל את האחסון…</translation>
    </message>
</context>
<context>
    <name>FinishFilesDialog</name>
    <message>
        <source>Finish files</source>
        <translation>השלמת הקבצים</translation>
    </message>
    <message>
        <source>Files that deleted receipts left behind are deleted from {place}, whoever deleted these receipts. No receipt is deleted, and no file that something else still needs. Files that are deleted cannot be brought back.</source>
        <translation>קבצים שקבלות מחוקות השאירו יימחקו מתוך {place}, ולא משנה מי מחק את הקבלות האלה. לא תימחק שום קבלה, ולא קובץ שמשהו אחר עדיין צריך. קבצים שנמחקו אי אפשר להחזיר.</translation>
    </message>
    <message>
        <source>Left out, because nothing may be deleted there: {businesses}.</source>
        <translation>לא נכללו, כי אסור למחוק בהם: {businesses}.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>בטל</translation>
    </message>
    <message>
        <source>Finish the files of {business}?</source>
        <translation>להשלים את מחיקת הקבצים של {business}?</translation>
    </message>
    <message>
        <source>Finish the files of {businesses}?</source>
        <translation>להשלים את מחיקת הקבצים של {businesses}?</translation>
    </message>
</context>
<context>
    <name>Finishing</name>
    <message>
        <source>Finishing files: {done} of {businesses}…</source>
        <translation>משלים קבצים: {done} מתוך {businesses}…</translation>
    </message>
    <message>
        <source>Stopping after the files that are under way…</source>
        <translation>עוצר אחרי הקבצים שבטיפול כרגע…</translation>
    </message>
    <message>
        <source>Finishing files was interrupted after {done} of {businesses}. What was deleted until then stays deleted; do it again to go on.</source>
        <translation>השלמת הקבצים נקטעה אחרי {done} מתוך {businesses}. מה שנמחק עד אז נשאר מחוק; כדי להמשיך, הפעילו אותה שוב.</translation>
    </message>
    <message>
        <source>They are truly gone…</source>
        <translation>הקבצים אכן אינם…</translation>
    </message>
    <message>
        <source>Each of them…</source>
        <translation>כל אחד מהם…</translation>
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
        <source>These deletions were started on the web, without a fixed end. It is fixed now: what the businesses have at this moment is deleted, and what arrives from now on is not.</source>
        <translation>המחיקות האלה הופעלו באתר, בלי סוף קבוע. הסוף נקבע עכשיו: מה שיש לעסקים ברגע זה יימחק, ומה שיגיע מעכשיו לא יימחק.</translation>
    </message>
    <message>
        <source>What each deletion announced and will delete</source>
        <translation>כמה קבלות הוכרזו בכל מחיקה וכמה יימחקו</translation>
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
        <source>Announced</source>
        <translation>הוכרזו</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>נמחקו</translation>
    </message>
    <message>
        <source>Still to delete</source>
        <translation>נותרו למחיקה</translation>
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
        <source>The console ended on this computer while it was deleting: {businesses}. Nothing was lost, and no receipt is counted twice.</source>
        <translation>המסוף נסגר במחשב הזה באמצע מחיקה: {businesses}. דבר לא אבד, ושום קבלה לא נספרה פעמיים.</translation>
    </message>
    <message>
        <source>They go on by themselves from where they stopped in {time}: until then somebody else might be at work on them.</source>
        <translation>הן ימשיכו מעצמן מהמקום שבו נעצרו בעוד {time}: עד אז ייתכן שמישהו אחר עובד עליהן.</translation>
    </message>
    <message>
        <source>They go on by themselves from where they stopped.</source>
        <translation>הן ימשיכו מעצמן מהמקום שבו נעצרו.</translation>
    </message>
</context>
<context>
    <name>LongWork</name>
    <message>
        <source>Stop</source>
        <translation>עצור</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>The settings are saved. The new connection counts from the next start of Sweep.</source>
        <translation>ההגדרות נשמרו. החיבור החדש ייכנס לתוקף בהפעלה הבאה של Sweep.</translation>
    </message>
    <message>
        <source>The settings are saved.</source>
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
        <source>The batches under way are being finished…</source>
        <translation>האצוות שבעבודה מסתיימות…</translation>
    </message>
    <message>
        <source>Not connected. {reason} The console tries again by itself.</source>
        <translation>אין חיבור. {reason} המסוף מנסה שוב בעצמו.</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>נסה עכשיו</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>As at the first start</source>
        <translation>כמו בהפעלה הראשונה</translation>
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
        <source>Colours</source>
        <translation>צבעים</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>כמו במערכת</translation>
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
        <translation>העתק</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>סגור את ההודעה</translation>
    </message>
</context>
<context>
    <name>PasswordField</name>
    <message>
        <source>Show the password</source>
        <translation>הצג את הסיסמה</translation>
    </message>
    <message>
        <source>There are Hebrew letters in the password. Is the keyboard right?</source>
        <translation>יש אותיות עבריות בסיסמה. האם המקלדת בשפה הנכונה?</translation>
    </message>
    <message>
        <source>Caps Lock is on.</source>
        <translation>מקש Caps Lock פועל.</translation>
    </message>
</context>
<context>
    <name>PreparingDialog</name>
    <message>
        <source>Preparing the demo</source>
        <translation>מכין את ההדגמה</translation>
    </message>
    <message>
        <source>Building the demo: 40 businesses with about 15,000 receipts and their files. This takes some seconds, the first time only.</source>
        <translation>בונה את ההדגמה: 40 עסקים עם כ־15,000 קבלות והקבצים שלהן. זה נמשך כמה שניות, בפעם הראשונה בלבד.</translation>
    </message>
    <message>
        <source>Starting the demo&apos;s own PostgreSQL…</source>
        <translation>מפעיל את ה־PostgreSQL של ההדגמה…</translation>
    </message>
</context>
<context>
    <name>ResetDemoDialog</name>
    <message>
        <source>Begin the demo anew</source>
        <translation>התחלת ההדגמה מחדש</translation>
    </message>
    <message>
        <source>Begin the demo anew?</source>
        <translation>להתחיל את ההדגמה מחדש?</translation>
    </message>
    <message>
        <source>Its businesses, receipts, jobs and files are made again as they were at first. What you did in the demo is forgotten.</source>
        <translation>העסקים, הקבלות, המשימות והקבצים שלה ייבנו שוב כפי שהיו בהתחלה. מה שעשיתם בהדגמה יישכח.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>בטל</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>התחל מחדש</translation>
    </message>
</context>
<context>
    <name>ResultsDialog</name>
    <message>
        <source>What was done</source>
        <translation>מה נעשה</translation>
    </message>
    <message>
        <source>All done.</source>
        <translation>הכול נעשה.</translation>
    </message>
    <message>
        <source>Done: {done} of {all}.</source>
        <translation>נעשו {done} מתוך {all}.</translation>
    </message>
    <message>
        <source>What was done, business by business</source>
        <translation>מה נעשה, עסק אחר עסק</translation>
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
        <source>What happened</source>
        <translation>מה קרה</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>העתק</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגור</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search by name or ID</source>
        <translation>חיפוש לפי שם או מזהה</translation>
    </message>
    <message>
        <source>Search businesses by name or ID</source>
        <translation>חיפוש עסקים לפי שם או מזהה</translation>
    </message>
    <message>
        <source>Empty the search</source>
        <translation>נקה את החיפוש</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Address of the database; or fill in its parts below</source>
        <translation>כתובת מסד הנתונים; או מלאו את חלקיה למטה</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>שרת</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>יציאה</translation>
    </message>
    <message>
        <source>Name of the database</source>
        <translation>שם מסד הנתונים</translation>
    </message>
    <message>
        <source>User of the database</source>
        <translation>משתמש מסד הנתונים</translation>
    </message>
    <message>
        <source>Encryption (TLS)</source>
        <translation>הצפנה (TLS)</translation>
    </message>
    <message>
        <source>Password of the database</source>
        <translation>סיסמת מסד הנתונים</translation>
    </message>
    <message>
        <source>Keep the password in this computer&apos;s keyring</source>
        <translation>שמור את הסיסמה במחזיק המפתחות של המחשב</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>בדוק את החיבור</translation>
    </message>
    <message>
        <source>When the server can</source>
        <translation>כשהשרת יכול</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>תמיד</translation>
    </message>
    <message>
        <source>Always, and check the server&apos;s certificate</source>
        <translation>תמיד, עם בדיקת תעודת השרת</translation>
    </message>
    <message>
        <source>This computer has no keyring, so the password is not saved: type it again at each start.</source>
        <translation>אין במחשב הזה מחזיק מפתחות, ולכן הסיסמה אינה נשמרת: יש להקליד אותה בכל הפעלה.</translation>
    </message>
    <message>
        <source>A password is kept already. Leave this empty to go on using it.</source>
        <translation>כבר שמורה סיסמה. השאירו ריק כדי להמשיך להשתמש בה.</translation>
    </message>
    <message>
        <source>It is kept in the keyring alone, never in a file.</source>
        <translation>נשמר רק במחזיק המפתחות, אף פעם לא בקובץ.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>הגדרות</translation>
    </message>
    <message>
        <source>Welcome. Say where the product&apos;s database and its files are; both can be tested before they are saved.</source>
        <translation>ברוכים הבאים. ציינו היכן מסד הנתונים של המוצר והיכן הקבצים שלו; אפשר לבדוק את שניהם לפני השמירה.</translation>
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
        <source>Pace</source>
        <translation>קצב</translation>
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
        <source>Kinds of settings</source>
        <translation>סוגי הגדרות</translation>
    </message>
    <message>
        <source>As at the first start</source>
        <translation>כמו בהפעלה הראשונה</translation>
    </message>
    <message>
        <source>Try the demo instead</source>
        <translation>לנסות את ההדגמה במקום</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>יציאה</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>בטל</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>שמור</translation>
    </message>
    <message>
        <source>Another connection or storage counts from the next start of Sweep. What runs now goes on where it is.</source>
        <translation>חיבור או אחסון אחרים ייכנסו לתוקף בהפעלה הבאה של Sweep. מה שרץ עכשיו ממשיך במקומו.</translation>
    </message>
    <message>
        <source>Jobs that run go by this from their next round on.</source>
        <translation>משימות שרצות יפעלו כך מהסבב הבא שלהן.</translation>
    </message>
    <message>
        <source>Set on the command line by {name}; it cannot be changed here.</source>
        <translation>נקבע בשורת הפקודה על ידי {name}; אי אפשר לשנות כאן.</translation>
    </message>
    <message>
        <source>Set by the environment variable {name}; it cannot be changed here.</source>
        <translation>נקבע על ידי משתנה הסביבה {name}; אי אפשר לשנות כאן.</translation>
    </message>
    <message>
        <source>A job works only for a limited time in one go</source>
        <translation>משימה עובדת ברצף לזמן מוגבל בלבד</translation>
    </message>
    <message>
        <source>Longest time in one go, in seconds</source>
        <translation>הזמן הארוך ביותר ברצף, בשניות</translation>
    </message>
    <message>
        <source>After that, let others go first and go on by itself</source>
        <translation>אחר כך לתת לאחרות לעבור ולהמשיך מעצמה</translation>
    </message>
    <message>
        <source>Otherwise the job is paused until somebody resumes it.</source>
        <translation>אחרת המשימה מושהית עד שמישהו ימשיך אותה.</translation>
    </message>
    <message>
        <source>Failed batches in a row, after which a job fails</source>
        <translation>אצוות כושלות ברצף, שאחריהן משימה נכשלת</translation>
    </message>
    <message>
        <source>Pace of the deletions</source>
        <translation>קצב המחיקה</translation>
    </message>
    <message>
        <source>Receipts in a batch</source>
        <translation>קבלות באצווה</translation>
    </message>
    <message>
        <source>Pause between batches, in milliseconds</source>
        <translation>הפסקה בין אצוות, באלפיות השנייה</translation>
    </message>
    <message>
        <source>Businesses at the same time</source>
        <translation>עסקים בו־זמנית</translation>
    </message>
    <message>
        <source>{bounds} Counts from the next start.</source>
        <translation>{bounds} תקף מההפעלה הבאה.</translation>
    </message>
    <message>
        <source>Fixed: batches and pauses as set here</source>
        <translation>קבוע: אצוות והפסקות כפי שנקבע כאן</translation>
    </message>
    <message>
        <source>Adaptive: follows what the database can bear</source>
        <translation>מסתגל: לפי מה שמסד הנתונים יכול לשאת</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>סכמה</translation>
    </message>
    <message>
        <source>Found by itself</source>
        <translation>תימצא מעצמה</translation>
    </message>
    <message>
        <source>It belongs to the address, so it is set where that is set: by {option} or {variable}.</source>
        <translation>היא שייכת לכתובת, ולכן נקבעת במקום שבו נקבעת הכתובת: ב־{option} או ב־{variable}.</translation>
    </message>
    <message>
        <source>It works: {server} at {where} answers in {milliseconds} ms, encrypted (TLS).</source>
        <translation>עובד: {server} ב־{where} עונה תוך {milliseconds} מ״ש, בחיבור מוצפן (TLS).</translation>
    </message>
    <message>
        <source>It works: {server} at {where} answers in {milliseconds} ms, on this computer.</source>
        <translation>עובד: {server} ב־{where} עונה תוך {milliseconds} מ״ש, במחשב הזה.</translation>
    </message>
    <message>
        <source>It works: {server} at {where} answers in {milliseconds} ms. But the connection is not encrypted.</source>
        <translation>עובד: {server} ב־{where} עונה תוך {milliseconds} מ״ש. אבל החיבור אינו מוצפן.</translation>
    </message>
    <message>
        <source>Batches grow while the database is quick, and shrink, with longer pauses, while it is busy.</source>
        <translation>האצוות גדלות כל עוד מסד הנתונים מהיר, וקטנות עם הפסקות ארוכות יותר כשהוא עמוס.</translation>
    </message>
    <message>
        <source>{receipts} receipts take about {time} at least.</source>
        <translation>מחיקת {receipts} קבלות נמשכת לפחות {time} בערך.</translation>
    </message>
    <message>
        <source>From {low} to {high}.</source>
        <translation>מ־{low} עד {high}.</translation>
    </message>
    <message>
        <source>A folder of this computer or the network</source>
        <translation>תיקייה במחשב הזה או ברשת</translation>
    </message>
    <message>
        <source>Cloudflare R2, or another S3 service</source>
        <translation>Cloudflare R2, או שירות S3 אחר</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>תיקייה</translation>
    </message>
    <message>
        <source>The one in which the folder {name} lies.</source>
        <translation>התיקייה שבתוכה נמצאת התיקייה {name}.</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>עיון…</translation>
    </message>
    <message>
        <source>Account id</source>
        <translation>מזהה החשבון</translation>
    </message>
    <message>
        <source>Address of the service</source>
        <translation>כתובת השירות</translation>
    </message>
    <message>
        <source>Only where it is not Cloudflare&apos;s own address of the account.</source>
        <translation>רק כשאין זו הכתובת של Cloudflare לחשבון.</translation>
    </message>
    <message>
        <source>Name of the bucket</source>
        <translation>שם הדלי</translation>
    </message>
    <message>
        <source>Access key id</source>
        <translation>מזהה מפתח הגישה</translation>
    </message>
    <message>
        <source>Secret access key</source>
        <translation>סוד מפתח הגישה</translation>
    </message>
    <message>
        <source>Keep the secret in this computer&apos;s keyring</source>
        <translation>שמור את הסוד במחזיק המפתחות של המחשב</translation>
    </message>
    <message>
        <source>Test the storage</source>
        <translation>בדוק את האחסון</translation>
    </message>
    <message>
        <source>It works: attachments can be deleted here. Nothing was deleted by this test.</source>
        <translation>עובד: אפשר למחוק כאן קבצים מצורפים. הבדיקה עצמה לא מחקה דבר.</translation>
    </message>
    <message>
        <source>This computer has no keyring, so the secret is not saved: type it again at each start.</source>
        <translation>אין במחשב הזה מחזיק מפתחות, ולכן הסוד אינו נשמר: יש להקליד אותו בכל הפעלה.</translation>
    </message>
    <message>
        <source>A secret is kept already. Leave this empty to go on using it.</source>
        <translation>כבר שמור סוד. השאירו ריק כדי להמשיך להשתמש בו.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>שפה</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>צבעים</translation>
    </message>
    <message>
        <source>Keep running in the tray</source>
        <translation>המשך ברקע במגש</translation>
    </message>
    <message>
        <source>Closing the window while deletions run leaves them running, without a question. Quit in the menu still asks.</source>
        <translation>סגירת החלון בזמן שמחיקות רצות משאירה אותן רצות, בלי לשאול. „יציאה” בתפריט עדיין שואלת.</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>כמו במערכת</translation>
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
        <translation>סגור</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Show businesses by status</source>
        <translation>הצגת עסקים לפי סטטוס</translation>
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
        <source>E-mail</source>
        <translation>דוא״ל</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>סיסמה</translation>
    </message>
    <message>
        <source>Switch the language to {language}</source>
        <translation>החלפת השפה אל {language}</translation>
    </message>
    <message>
        <source>The saved connection</source>
        <translation>החיבור השמור</translation>
    </message>
    <message>
        <source>The demo, with made-up businesses</source>
        <translation>ההדגמה, עם עסקים מומצאים</translation>
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
        <translation>בטל</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>יציאה</translation>
    </message>
    <message>
        <source>This is the demo: made-up businesses in a database of its own on this computer. The sign-in is filled in for you.</source>
        <translation>זו ההדגמה: עסקים בדויים במסד נתונים משלה במחשב הזה. פרטי הכניסה כבר מולאו עבורכם.</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>נכנס…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>פתח</translation>
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
        <translation>{number} מ״ש</translation>
    </message>
    <message>
        <source>The table was last read at {time}; the answer took {number} ms.</source>
        <translation>הטבלה נקראה לאחרונה בשעה {time}; התשובה ארכה {number} מ״ש.</translation>
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
        <translation>עובדים {busy}</translation>
    </message>
    <message>
        <source>How many of this console&apos;s workers run a job</source>
        <translation>כמה מהעובדים של המסוף הזה מריצים משימה</translation>
    </message>
    <message>
        <source>Queue {waiting}</source>
        <translation>בתור {waiting}</translation>
    </message>
    <message>
        <source>How many jobs wait here for a free worker</source>
        <translation>כמה משימות ממתינות כאן לעובד פנוי</translation>
    </message>
    <message>
        <source>{number} receipts/s</source>
        <translation>{number} קבלות בשנייה</translation>
    </message>
    <message>
        <source>{selected} of {shown} selected</source>
        <translation>נבחרו {selected} מתוך {shown}</translation>
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
        <source>All queued and running deletions together</source>
        <translation>כל המחיקות שבתור ושרצות יחד</translation>
    </message>
</context>
<context>
    <name>StoredText</name>
    <message>
        <source>The server restarted, or the job went silent: no heartbeat for {seconds} s.</source>
        <translation>השרת הופעל מחדש או שהמשימה השתתקה: אין פעימה כבר {seconds} שנ׳.</translation>
    </message>
    <message>
        <source>The server restarted, or the job went silent: {reason}</source>
        <translation>השרת הופעל מחדש או שהמשימה השתתקה: {reason}</translation>
    </message>
    <message>
        <source>{count} batches failed in a row. The last: {reason}</source>
        <translation>{count} אצוות נכשלו ברצף. האחרונה: {reason}</translation>
    </message>
    <message>
        <source>Its failed receipts were tried again; resume it to delete the rest. {reason}</source>
        <translation>הקבלות שנכשלו נוסו שוב; המשיכו את המשימה כדי למחוק את השאר. {reason}</translation>
    </message>
    <message>
        <source>Marked as failed by a person: there was no sign of life any more.</source>
        <translation>סומנה כנכשלת ידנית: לא היה עוד סימן חיים.</translation>
    </message>
    <message>
        <source>Paused: whoever started or resumed it may not delete receipts any more.</source>
        <translation>הושהתה: מי שהפעיל או המשיך אותה אינו מורשה עוד למחוק קבלות.</translation>
    </message>
    <message>
        <source>Paused: whoever started or resumed it may not delete receipts of this business any more.</source>
        <translation>הושהתה: מי שהפעיל או המשיך אותה אינו מורשה עוד למחוק קבלות של העסק הזה.</translation>
    </message>
    <message>
        <source>Paused: the receipts page was switched off for this business.</source>
        <translation>הושהתה: עמוד הקבלות כובה בעסק הזה.</translation>
    </message>
    <message>
        <source>Paused: the business is not active any more.</source>
        <translation>הושהתה: העסק אינו פעיל עוד.</translation>
    </message>
    <message>
        <source>{first} {reason}</source>
        <translation>{first} {reason}</translation>
    </message>
    <message>
        <source>Receipts that are not deleted: {count}. They were brought back, came late, or the web worker left them out.</source>
        <translation>קבלות שלא נמחקו: {count}. הן הוחזרו, הגיעו באיחור, או ששרת האתר דילג עליהן.</translation>
    </message>
    <message>
        <source>Receipts that others deleted, or that the web worker counted over: {count}.</source>
        <translation>קבלות שאחרים מחקו, או ששרת האתר דרס את ספירתן: {count}.</translation>
    </message>
    <message>
        <source>Receipts counted beyond the total: {count}. They came late, or the web worker counted twice.</source>
        <translation>קבלות שנספרו מעבר לסך הכול: {count}. הן הגיעו באיחור, או ששרת האתר ספר פעמיים.</translation>
    </message>
    <message>
        <source>Receipts that could not be deleted: {count}. The last: {reason}.</source>
        <translation>קבלות שלא ניתן היה למחוק: {count}. האחרונה: {reason}.</translation>
    </message>
    <message>
        <source>Files that could not be deleted: {count}, {reason}.</source>
        <translation>קבצים שלא ניתן היה למחוק: {count}, {reason}.</translation>
    </message>
    <message>
        <source>Files that were already missing: {count} of {all}. That is most of them, so their rows are kept. If these files are truly gone, choose “Finish files…” for this business and say so there.</source>
        <translation>קבצים שכבר היו חסרים: {count} מתוך {all}. אלה רובם, ולכן השורות שלהם נשמרות. אם הקבצים האלה אכן אינם, בחרו לעסק הזה „השלמת הקבצים…” ואשרו זאת שם.</translation>
    </message>
    <message>
        <source>Files that were already missing: {count}.</source>
        <translation>קבצים שכבר היו חסרים: {count}.</translation>
    </message>
    <message>
        <source>Files that are kept: {count}, {reason}.</source>
        <translation>קבצים שנשמרים: {count}, {reason}.</translation>
    </message>
    <message>
        <source>Files of whose data the bucket keeps an older version after the deletion: {count}.</source>
        <translation>קבצים שדלי האחסון שומר גרסה קודמת של תוכנם גם לאחר המחיקה: {count}.</translation>
    </message>
    <message>
        <source>the attachment storage {place} cannot be used: {reason}</source>
        <translation>אי אפשר להשתמש באחסון הקבצים המצורפים {place}: {reason}</translation>
    </message>
    <message>
        <source>of the newest files that the database names, {count}, none is there, for example {key}</source>
        <translation>מבין הקבצים החדשים ביותר שמסד הנתונים מכיר, {count}, אף אחד אינו שם, למשל {key}</translation>
    </message>
    <message>
        <source>another business has them</source>
        <translation>הם שייכים לעסק אחר</translation>
    </message>
    <message>
        <source>they are of another purpose</source>
        <translation>ייעודם אחר</translation>
    </message>
    <message>
        <source>they lie in the folder of another purpose</source>
        <translation>הם נמצאים בתיקייה של ייעוד אחר</translation>
    </message>
    <message>
        <source>a receipt that is not deleted uses them</source>
        <translation>קבלה שלא נמחקה משתמשת בהם</translation>
    </message>
    <message>
        <source>another attachment that stays has the same file</source>
        <translation>לקובץ מצורף אחר שנשאר יש אותו קובץ</translation>
    </message>
    <message>
        <source>the table {table}, which refers to attachments, may not be read</source>
        <translation>אין הרשאה לקרוא את הטבלה {table}, שמפנה לקבצים מצורפים</translation>
    </message>
    <message>
        <source>the table {table} refers to them</source>
        <translation>הטבלה {table} מפנה אליהם</translation>
    </message>
    <message>
        <source>the database did not give up its row</source>
        <translation>מסד הנתונים לא ויתר על השורה שלו</translation>
    </message>
    <message>
        <source>A row-level security policy hides rows of the table {table} from the database user {role}, so nothing can be deleted safely.</source>
        <translation>מדיניות אבטחה ברמת השורה מסתירה שורות בטבלה {table} מהמשתמש {role} במסד הנתונים, ולכן אי אפשר למחוק דבר בבטחה.</translation>
    </message>
    <message>
        <source>somebody else has locked the rows for too long</source>
        <translation>מישהו אחר נעל את השורות זמן רב מדי</translation>
    </message>
    <message>
        <source>the database took too long over it</source>
        <translation>למסד הנתונים לקח זמן רב מדי</translation>
    </message>
    <message>
        <source>somebody has stopped the statement in the database</source>
        <translation>מישהו עצר את הפעולה במסד הנתונים</translation>
    </message>
    <message>
        <source>two transactions waited for each other</source>
        <translation>שתי טרנזקציות המתינו זו לזו</translation>
    </message>
    <message>
        <source>locked by somebody else</source>
        <translation>נעולה בידי מישהו אחר</translation>
    </message>
    <message>
        <source>the database skipped it</source>
        <translation>מסד הנתונים דילג עליה</translation>
    </message>
</context>
<context>
    <name>SweptDialog</name>
    <message>
        <source>What became of the files</source>
        <translation>מה עלה בגורל הקבצים</translation>
    </message>
    <message>
        <source>What became of the files, business by business</source>
        <translation>מה עלה בגורל הקבצים, עסק אחר עסק</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>העתק</translation>
    </message>
    <message>
        <source>They are truly gone…</source>
        <translation>הקבצים אכן אינם…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגור</translation>
    </message>
    <message>
        <source>In {businesses} most files were already missing, {files}, so their rows are kept. Look first whether {place} is the right storage.</source>
        <translation>רוב הקבצים כבר היו חסרים ({businesses}, {files}), ולכן השורות שלהם נשמרות. בדקו תחילה אם {place} הוא האחסון הנכון.</translation>
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
        <source>Kept</source>
        <translation>נשמרו</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>נותרו</translation>
    </message>
    <message>
        <source>What stays, and why</source>
        <translation>מה נשאר, ומדוע</translation>
    </message>
    <message>
        <source>{files} deleted in {businesses}.</source>
        <translation>נמחקו: {files} ({businesses}).</translation>
    </message>
    <message>
        <source>Stopped: {files} deleted, in {done} of {businesses}. Do it again to go on.</source>
        <translation>נעצר. נמחקו: {files}, עד כה {done} מתוך {businesses}. כדי להמשיך, הפעילו שוב.</translation>
    </message>
    <message>
        <source>Left, {count}: most files are missing.</source>
        <translation>נותרו {count}: רוב הקבצים חסרים.</translation>
    </message>
    <message>
        <source>Left, {count}: {reason}.</source>
        <translation>נותרו {count}: {reason}.</translation>
    </message>
    <message>
        <source>Kept, {count}: {reason}.</source>
        <translation>נשמרו {count}: {reason}.</translation>
    </message>
    <message>
        <source>Deleted, {count}: the bucket keeps an older version with the data.</source>
        <translation>נמחקו {count}: דלי האחסון שומר גרסה קודמת עם התוכן.</translation>
    </message>
</context>
<context>
    <name>ThroughputPlot</name>
    <message>
        <source>Receipts a second in the last ten minutes</source>
        <translation>קבלות בשנייה בעשר הדקות האחרונות</translation>
    </message>
    <message>
        <source>{now} receipts a second at the end, {most} at the most.</source>
        <translation>קבלות בשנייה: {now} בסוף, {most} לכל היותר.</translation>
    </message>
    <message>
        <source>Nothing was measured in the last ten minutes.</source>
        <translation>לא נמדד דבר בעשר הדקות האחרונות.</translation>
    </message>
    <message>
        <source>receipts/s</source>
        <translation>קבלות/שנ׳</translation>
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
        <translation>פתח את Sweep</translation>
    </message>
    <message>
        <source>Pause everything</source>
        <translation>השהה הכל</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>יציאה</translation>
    </message>
    <message>
        <source>Sweep works on in the background.</source>
        <translation>Sweep ממשיך לעבוד ברקע.</translation>
    </message>
</context>
<context>
    <name>Trial</name>
    <message>
        <source>Stop waiting</source>
        <translation>הפסק לחכות</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>Delete all…</source>
        <translation>מחק הכל…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>השהה</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>המשך</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>בטל</translation>
    </message>
    <message>
        <source>Retry failed receipts</source>
        <translation>נסה שוב קבלות שנכשלו</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>קבל לידיך</translation>
    </message>
    <message>
        <source>Mark as failed</source>
        <translation>סמן כנכשל</translation>
    </message>
    <message>
        <source>Finish files…</source>
        <translation>השלמת הקבצים…</translation>
    </message>
    <message>
        <source>Pause everything</source>
        <translation>השהה הכל</translation>
    </message>
    <message>
        <source>Export the shown rows…</source>
        <translation>ייצא את השורות המוצגות…</translation>
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
        <translation>רענן</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>בחר הכל</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>העתק שורות</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>טקסט גדול יותר</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>טקסט קטן יותר</translation>
    </message>
    <message>
        <source>Reset the demo…</source>
        <translation>אתחל את ההדגמה…</translation>
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
        <source>About Sweep</source>
        <translation>אודות Sweep</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>יציאה</translation>
    </message>
    <message>
        <source>Use light colours</source>
        <translation>עבור לצבעים בהירים</translation>
    </message>
    <message>
        <source>Use dark colours</source>
        <translation>עבור לצבעים כהים</translation>
    </message>
    <message>
        <source>Delete all receipts of the selected businesses</source>
        <translation>מחיקת כל הקבלות של העסקים שנבחרו</translation>
    </message>
    <message>
        <source>Pause the selected jobs at their next batch</source>
        <translation>השהיית המשימות שנבחרו באצווה הבאה שלהן</translation>
    </message>
    <message>
        <source>Let the selected jobs go on from where they stopped</source>
        <translation>המשך המשימות שנבחרו מהמקום שבו נעצרו</translation>
    </message>
    <message>
        <source>Cancel the selected jobs; what is deleted stays deleted</source>
        <translation>ביטול המשימות שנבחרו; מה שנמחק נשאר מחוק</translation>
    </message>
    <message>
        <source>Try the receipts that could not be deleted once more, and no others</source>
        <translation>מנסה שוב רק את הקבלות שלא ניתן היה למחוק</translation>
    </message>
    <message>
        <source>Run here what does not respond or what nobody runs</source>
        <translation>מריץ כאן משימה שאינה מגיבה או שאיש אינו מריץ</translation>
    </message>
    <message>
        <source>Give up a job that does not respond; it can be resumed later</source>
        <translation>מוותר על משימה שאינה מגיבה; אפשר להמשיך אותה אחר כך</translation>
    </message>
    <message>
        <source>Delete the files that deleted receipts left behind</source>
        <translation>מחיקת הקבצים שקבלות מחוקות השאירו</translation>
    </message>
    <message>
        <source>Pause all jobs of this console, those that wait first</source>
        <translation>השהיית כל המשימות של המסוף הזה, הממתינות תחילה</translation>
    </message>
    <message>
        <source>Save the rows and columns that are shown as a table for spreadsheets</source>
        <translation>שמירת השורות והעמודות המוצגות כטבלה לגיליון אלקטרוני</translation>
    </message>
    <message>
        <source>Switch the language</source>
        <translation>החלפת השפה</translation>
    </message>
    <message>
        <source>Read and count everything anew</source>
        <translation>קריאה וספירה מחדש של הכל</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Not responding</source>
        <translation>לא מגיב</translation>
    </message>
    <message>
        <source>Stuck</source>
        <translation>תקוע</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>נכשל</translation>
    </message>
    <message>
        <source>Late to respond</source>
        <translation>מאחר להגיב</translation>
    </message>
    <message>
        <source>Retrying</source>
        <translation>מנסה שוב</translation>
    </message>
    <message>
        <source>Still running</source>
        <translation>עדיין רצה</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>רץ</translation>
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
        <translation>בתור</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>מושהה</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>הושלם</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>בוטל</translation>
    </message>
    <message>
        <source>No job</source>
        <translation>אין משימה</translation>
    </message>
    <message>
        <source>Nothing to delete</source>
        <translation>אין מה למחוק</translation>
    </message>
    <message>
        <source>The deletion has started.</source>
        <translation>המחיקה התחילה.</translation>
    </message>
    <message>
        <source>The deletion is paused.</source>
        <translation>המחיקה מושהית.</translation>
    </message>
    <message>
        <source>The deletion will pause after the present batch.</source>
        <translation>המחיקה תושהה בסוף האצווה הנוכחית.</translation>
    </message>
    <message>
        <source>The deletion goes on from where it stopped.</source>
        <translation>המחיקה ממשיכה מהמקום שבו נעצרה.</translation>
    </message>
    <message>
        <source>The deletion is cancelled.</source>
        <translation>המחיקה בוטלה.</translation>
    </message>
    <message>
        <source>The job goes on here.</source>
        <translation>המשימה ממשיכה במסוף הזה.</translation>
    </message>
    <message>
        <source>The job is marked as failed.</source>
        <translation>המשימה סומנה כמשימה שנכשלה.</translation>
    </message>
    <message>
        <source>The failed receipts are tried again.</source>
        <translation>מנסים שוב למחוק את הקבלות שנכשלו.</translation>
    </message>
    <message>
        <source>There is a deletion already: job {job}, “{status}”.</source>
        <translation>כבר יש מחיקה: משימה {job}, „{status}”.</translation>
    </message>
    <message>
        <source>There are no receipts to delete.</source>
        <translation>אין קבלות למחיקה.</translation>
    </message>
    <message>
        <source>A deletion was started less than a minute ago. Try again in {seconds} seconds.</source>
        <translation>מחיקה התחילה לפני פחות מדקה. נסו שוב בעוד {seconds} שנ׳.</translation>
    </message>
    <message>
        <source>Your role does not allow this.</source>
        <translation>התפקיד שלכם אינו מאפשר זאת.</translation>
    </message>
    <message>
        <source>You may only act in your own business.</source>
        <translation>מותר לכם לפעול רק בעסק שלכם.</translation>
    </message>
    <message>
        <source>The receipts page is switched off for this business.</source>
        <translation>דף הקבלות כבוי בעסק הזה.</translation>
    </message>
    <message>
        <source>There is no such business any more.</source>
        <translation>אין עוד עסק כזה.</translation>
    </message>
    <message>
        <source>There is no such job any more.</source>
        <translation>אין עוד משימה כזאת.</translation>
    </message>
    <message>
        <source>This cannot be done now: the job is “{status}”.</source>
        <translation>אי אפשר לעשות זאת עכשיו: סטטוס המשימה הוא „{status}”.</translation>
    </message>
    <message>
        <source>The web worker has this job and would not notice a pause. It can be cancelled.</source>
        <translation>המשימה אצל שרת האתר, והוא לא יבחין בהשהיה. אפשר לבטל אותה.</translation>
    </message>
    <message>
        <source>The business is not active: nobody deletes its receipts.</source>
        <translation>העסק אינו פעיל: אין מוחקים את הקבלות שלו.</translation>
    </message>
    <message>
        <source>The database did not take the change. Try again.</source>
        <translation>מסד הנתונים לא קיבל את השינוי. נסו שוב.</translation>
    </message>
    <message>
        <source>No receipt of this job has failed.</source>
        <translation>אף קבלה של המשימה הזאת לא נכשלה.</translation>
    </message>
    <message>
        <source>Job {job} is still being run, so it is left alone. Try again in {seconds} seconds.</source>
        <translation>משימה {job} עדיין רצה, ולכן אין נוגעים בה. נסו שוב בעוד {seconds} שניות.</translation>
    </message>
    <message>
        <source>This job is of another kind; the console only shows it.</source>
        <translation>זו משימה מסוג אחר; המסוף רק מציג אותה.</translation>
    </message>
    <message>
        <source>The place where the job stopped cannot be read. Cancel the job and start a new one.</source>
        <translation>אי אפשר לקרוא היכן המשימה נעצרה. בטלו את המשימה והתחילו חדשה.</translation>
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
        <source>A short pause between two batches.</source>
        <translation>הפסקה קצרה בין שתי אצוות.</translation>
    </message>
    <message>
        <source>Backing off {seconds} s: {detail}</source>
        <translation>ממתין {seconds} שנ׳ לניסיון הבא: {detail}</translation>
    </message>
    <message>
        <source>Backing off {seconds} s: the database is unreachable.</source>
        <translation>ממתין {seconds} שנ׳ לניסיון הבא: מסד הנתונים אינו זמין.</translation>
    </message>
    <message>
        <source>Backing off {seconds} s: a batch failed.</source>
        <translation>ממתין {seconds} שנ׳ לניסיון הבא: אצווה נכשלה.</translation>
    </message>
    <message>
        <source>Slowed down: the database could not be asked how it is.</source>
        <translation>הואט: לא ניתן היה לבדוק את מצב מסד הנתונים.</translation>
    </message>
    <message>
        <source>Slowed down: others had to wait for a batch.</source>
        <translation>הואט: אחרים נאלצו להמתין לאצווה.</translation>
    </message>
    <message>
        <source>Slowed down: the database answers later than usual.</source>
        <translation>הואט: מסד הנתונים עונה לאט מהרגיל.</translation>
    </message>
    <message>
        <source>Slowed down: the database has few connections left.</source>
        <translation>הואט: למסד הנתונים נותרו מעט חיבורים פנויים.</translation>
    </message>
    <message>
        <source>Slowed down: a copy of the database lags behind.</source>
        <translation>הואט: עותק של מסד הנתונים מפגר.</translation>
    </message>
    <message>
        <source>Slowed down: the table of receipts is being vacuumed.</source>
        <translation>הואט: טבלת הקבלות עוברת ניקוי (vacuum).</translation>
    </message>
    <message>
        <source>{business}: {sentence}</source>
        <translation>{business}: {sentence}</translation>
    </message>
    <message>
        <source>{receipts} at a time, then a pause of {seconds} s.</source>
        <translation>{receipts} בכל פעם, ואז הפסקה של {seconds} שניות.</translation>
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
    <message>
        <source>{number} s</source>
        <translation>{number} שנ׳</translation>
    </message>
    <message>
        <source>{number} min</source>
        <translation>{number} דק׳</translation>
    </message>
    <message>
        <source>{number} h</source>
        <translation>{number} שע׳</translation>
    </message>
</context>
</TS>
