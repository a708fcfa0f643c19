<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Advice</name>
    <message numerus="yes">
        <source>Recommended: retry the {count} failed receipt(s)</source>
        <translation>
            <numerusform>Recommended: retry the failed receipt</numerusform>
            <numerusform>Recommended: retry the {count} failed receipts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Retry {count} receipt(s)</source>
        <translation>
            <numerusform>Retry {count} receipt</numerusform>
            <numerusform>Retry {count} receipts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Attention</name>
    <message numerus="yes">
        <source>{count} receipt(s) left</source>
        <translation>
            <numerusform>{count} receipt is left</numerusform>
            <numerusform>{count} receipts are left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} not responding</source>
        <translation>
            <numerusform>{count} not responding</numerusform>
            <numerusform>{count} not responding</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} stuck</source>
        <translation>
            <numerusform>{count} stuck</numerusform>
            <numerusform>{count} stuck</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} interrupted</source>
        <translation>
            <numerusform>{count} interrupted</numerusform>
            <numerusform>{count} interrupted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} failed</source>
        <translation>
            <numerusform>{count} failed</numerusform>
            <numerusform>{count} failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} completed with failures</source>
        <translation>
            <numerusform>{count} completed with failures</numerusform>
            <numerusform>{count} completed with failures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} cannot be shown</source>
        <translation>
            <numerusform>{count} cannot be shown</numerusform>
            <numerusform>{count} cannot be shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AuditDialog</name>
    <message numerus="yes">
        <source>{count} entry(ies) shown</source>
        <translation>
            <numerusform>{count} entry shown</numerusform>
            <numerusform>{count} entries shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} damaged line(s) skipped</source>
        <translation>
            <numerusform>{count} damaged line skipped</numerusform>
            <numerusform>{count} damaged lines skipped</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Cells</name>
    <message numerus="yes">
        <source>Completed with {count} failure(s)</source>
        <translation>
            <numerusform>Completed with {count} failure</numerusform>
            <numerusform>Completed with {count} failures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClosingDialog</name>
    <message numerus="yes">
        <source>{count} deletion(s) still running</source>
        <translation>
            <numerusform>{count} deletion still running</numerusform>
            <numerusform>{count} deletions still running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} restore(s) still running</source>
        <translation>
            <numerusform>{count} restore still running</numerusform>
            <numerusform>{count} restores still running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message numerus="yes">
        <source>Pausing {count} restore(s) after the current batch.</source>
        <translation>
            <numerusform>Pausing {count} restore after the current batch.</numerusform>
            <numerusform>Pausing {count} restores after the current batch.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CompletionNotices</name>
    <message numerus="yes">
        <source>{count} deletion(s) completed.</source>
        <translation>
            <numerusform>{count} deletion completed.</numerusform>
            <numerusform>{count} deletions completed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) ended without completing.</source>
        <translation>
            <numerusform>{count} deletion ended without completing.</numerusform>
            <numerusform>{count} deletions ended without completing.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message numerus="yes">
        <source>{count} receipt(s) could not be deleted.</source>
        <translation>
            <numerusform>{count} receipt could not be deleted.</numerusform>
            <numerusform>{count} receipts could not be deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} batch(es) completed.</source>
        <translation>
            <numerusform>{count} batch completed.</numerusform>
            <numerusform>{count} batches completed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>({count} time(s) in a row)</source>
        <translation>
            <numerusform>(once)</numerusform>
            <numerusform>({count} times in a row)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DiagnosticsDialog</name>
    <message numerus="yes">
        <source>No problems found, {count} note(s)</source>
        <translation>
            <numerusform>No problems found, {count} note</numerusform>
            <numerusform>No problems found, {count} notes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} warning(s)</source>
        <translation>
            <numerusform>{count} warning</numerusform>
            <numerusform>{count} warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} problem(s) found</source>
        <translation>
            <numerusform>{count} problem found</numerusform>
            <numerusform>{count} problems found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Durations</name>
    <message numerus="yes">
        <source>{count} d</source>
        <translation>
            <numerusform>{count} d</numerusform>
            <numerusform>{count} d</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message numerus="yes">
        <source>Files of {count} business(es) were to be deleted more than {days} days ago: {names}. A console or worker deletes them in the background, or: {command}</source>
        <translation>
            <numerusform>Files of {count} business were to be deleted more than {days} days ago: {names}. A console or worker deletes them in the background, or: {command}</numerusform>
            <numerusform>Files of {count} businesses were to be deleted more than {days} days ago: {names}. A console or worker deletes them in the background, or: {command}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KeepFiles</name>
    <message numerus="yes">
        <source>day(s)</source>
        <translation>
            <numerusform>day</numerusform>
            <numerusform>days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Notifications</name>
    <message numerus="yes">
        <source>Next: clean up the {count} file(s) left</source>
        <translation>
            <numerusform>Next: clean up the file left</numerusform>
            <numerusform>Next: clean up the {count} files left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Next: in a moment, {count} job(s) can be taken over</source>
        <translation>
            <numerusform>Next: in a moment, the job can be taken over</numerusform>
            <numerusform>Next: in a moment, {count} jobs can be taken over</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Next: resume the {count} failed deletion(s)</source>
        <translation>
            <numerusform>Next: resume the failed deletion</numerusform>
            <numerusform>Next: resume the {count} failed deletions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Next: retry the {count} failed receipt(s)</source>
        <translation>
            <numerusform>Next: retry the failed receipt</numerusform>
            <numerusform>Next: retry the {count} failed receipts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Next: take over the {count} stopped job(s)</source>
        <translation>
            <numerusform>Next: take over the stopped job</numerusform>
            <numerusform>Next: take over the {count} stopped jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Notifications: {count} unread</source>
        <translation>
            <numerusform>Notifications: {count} unread</numerusform>
            <numerusform>Notifications: {count} unread</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Retry {count} receipt(s)</source>
        <translation>
            <numerusform>Retry {count} receipt</numerusform>
            <numerusform>Retry {count} receipts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} failed</source>
        <translation>
            <numerusform>{count} failed</numerusform>
            <numerusform>{count} failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} file(s) left</source>
        <translation>
            <numerusform>{count} file left</numerusform>
            <numerusform>{count} files left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} file(s) were missing</source>
        <translation>
            <numerusform>{count} file was missing</numerusform>
            <numerusform>{count} files were missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} run(s) have ended.</source>
        <translation>
            <numerusform>{count} run has ended.</numerusform>
            <numerusform>{count} runs have ended.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{run} completed with {count} failure(s)</source>
        <translation>
            <numerusform>{run} completed with {count} failure</numerusform>
            <numerusform>{run} completed with {count} failures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{run}: {count} of {all} business(es) cancelled</source>
        <translation>
            <numerusform>{run}: {count} of {all} businesses cancelled</numerusform>
            <numerusform>{run}: {count} of {all} businesses cancelled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{run}: {count} of {all} business(es) failed</source>
        <translation>
            <numerusform>{run}: {count} of {all} businesses failed</numerusform>
            <numerusform>{run}: {count} of {all} businesses failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{run}: {count} of {all} business(es) interrupted</source>
        <translation>
            <numerusform>{run}: {count} of {all} businesses interrupted</numerusform>
            <numerusform>{run}: {count} of {all} businesses interrupted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{run}: {count} of {all} business(es) not responding</source>
        <translation>
            <numerusform>{run}: {count} of {all} businesses not responding</numerusform>
            <numerusform>{run}: {count} of {all} businesses not responding</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{run}: {count} of {all} business(es) stuck</source>
        <translation>
            <numerusform>{run}: {count} of {all} businesses stuck</numerusform>
            <numerusform>{run}: {count} of {all} businesses stuck</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueSettings</name>
    <message numerus="yes">
        <source>{count} worker(s) of Sweep listening.</source>
        <translation>
            <numerusform>{count} worker of Sweep is listening.</numerusform>
            <numerusform>{count} workers of Sweep are listening.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} worker(s) of the product listening.</source>
        <translation>
            <numerusform>{count} worker of the product is listening.</numerusform>
            <numerusform>{count} workers of the product are listening.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message numerus="yes">
        <source>{count} of {all} businesses failed</source>
        <translation>
            <numerusform>{count} of {all} businesses failed</numerusform>
            <numerusform>{count} of {all} businesses failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} of {all} businesses cancelled</source>
        <translation>
            <numerusform>{count} of {all} businesses cancelled</numerusform>
            <numerusform>{count} of {all} businesses cancelled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>files left</source>
        <translation>
            <numerusform>file left</numerusform>
            <numerusform>files left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>files were missing</source>
        <translation>
            <numerusform>file was missing</numerusform>
            <numerusform>files were missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>files kept</source>
        <translation>
            <numerusform>file kept</numerusform>
            <numerusform>files kept</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>files deleted</source>
        <translation>
            <numerusform>file deleted</numerusform>
            <numerusform>files deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>businesses</source>
        <translation>
            <numerusform>business</numerusform>
            <numerusform>businesses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>receipts deleted</source>
        <translation>
            <numerusform>receipt deleted</numerusform>
            <numerusform>receipts deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>receipts failed</source>
        <translation>
            <numerusform>receipt failed</numerusform>
            <numerusform>receipts failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} file(s)</source>
        <translation>
            <numerusform>{count} file</numerusform>
            <numerusform>{count} files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} receipt(s)</source>
        <translation>
            <numerusform>{count} receipt</numerusform>
            <numerusform>{count} receipts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Total of {count} business(es)</source>
        <translation>
            <numerusform>Total of {count} business</numerusform>
            <numerusform>Total of {count} businesses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} business(es)</source>
        <translation>
            <numerusform>{count} business</numerusform>
            <numerusform>{count} businesses</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Restore</name>
    <message numerus="yes">
        <source>Files of {count} business(es) are not kept longer:</source>
        <translation>
            <numerusform>Files of {count} business are not kept longer:</numerusform>
            <numerusform>Files of {count} businesses are not kept longer:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} receipt(s) without a file</source>
        <translation>
            <numerusform>{count} receipt without a file</numerusform>
            <numerusform>{count} receipts without a file</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deleted or missing</source>
        <translation>
            <numerusform>{count} deleted or missing</numerusform>
            <numerusform>{count} deleted or missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} conflict(s)</source>
        <translation>
            <numerusform>{count} conflict</numerusform>
            <numerusform>{count} conflicts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} refused by the database</source>
        <translation>
            <numerusform>{count} refused by the database</numerusform>
            <numerusform>{count} refused by the database</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} no longer deleted</source>
        <translation>
            <numerusform>{count} no longer deleted</numerusform>
            <numerusform>{count} no longer deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} of them were not deleted here, or are restored already.</source>
        <translation>
            <numerusform>{count} of them was not deleted here, or is restored already.</numerusform>
            <numerusform>{count} of them were not deleted here, or are restored already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} file(s) are deleted; their receipts come back without them.</source>
        <translation>
            <numerusform>{count} file is deleted; its receipt comes back without it.</numerusform>
            <numerusform>{count} files are deleted; their receipts come back without them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deleted receipt(s) of these businesses were deleted by others, or by other jobs. They stay as they are.</source>
        <translation>
            <numerusform>{count} receipt was deleted by others, or by another job. It stays as it is.</numerusform>
            <numerusform>{count} receipts were deleted by others, or by other jobs. They stay as they are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} receipt(s) were deleted in these jobs by the web worker or an older console, which leave no trace. They cannot be restored here.</source>
        <translation>
            <numerusform>{count} receipt was deleted in these jobs by the web worker or an older console, which leave no trace. It cannot be restored here.</numerusform>
            <numerusform>{count} receipts were deleted in these jobs by the web worker or an older console, which leave no trace. They cannot be restored here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} file(s) were deleted or already missing. Their receipts come back without them.</source>
        <translation>
            <numerusform>{count} file was deleted or already missing. Its receipt comes back without it.</numerusform>
            <numerusform>{count} files were deleted or already missing. Their receipts come back without them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} receipt(s) have no file on record.</source>
        <translation>
            <numerusform>{count} receipt has no file on record.</numerusform>
            <numerusform>{count} receipts have no file on record.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Restoring</name>
    <message numerus="yes">
        <source>{count} left out, because the e-mail was imported again.</source>
        <translation>
            <numerusform>{count} left out, because the e-mail was imported again.</numerusform>
            <numerusform>{count} left out, because their e-mails were imported again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} refused by the database.</source>
        <translation>
            <numerusform>{count} refused by the database.</numerusform>
            <numerusform>{count} refused by the database.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultsDialog</name>
    <message numerus="yes">
        <source>{count} deletion(s) started</source>
        <translation>
            <numerusform>{count} deletion started</numerusform>
            <numerusform>{count} deletions started</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) queued on the server</source>
        <translation>
            <numerusform>{count} deletion queued on the server</numerusform>
            <numerusform>{count} deletions queued on the server</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) wait on the server without an entry in its queue</source>
        <translation>
            <numerusform>{count} deletion waits on the server without an entry in its queue</numerusform>
            <numerusform>{count} deletions wait on the server without an entry in its queue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) paused</source>
        <translation>
            <numerusform>{count} deletion paused</numerusform>
            <numerusform>{count} deletions paused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) paused or pausing after the current batch</source>
        <translation>
            <numerusform>{count} deletion pausing after the current batch</numerusform>
            <numerusform>{count} deletions paused or pausing after the current batch</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) resumed</source>
        <translation>
            <numerusform>{count} deletion resumed</numerusform>
            <numerusform>{count} deletions resumed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) cancelled</source>
        <translation>
            <numerusform>{count} deletion cancelled</numerusform>
            <numerusform>{count} deletions cancelled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} job(s) taken over</source>
        <translation>
            <numerusform>{count} job taken over</numerusform>
            <numerusform>{count} jobs taken over</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} job(s) marked as failed</source>
        <translation>
            <numerusform>{count} job marked as failed</numerusform>
            <numerusform>{count} jobs marked as failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Retrying failed receipts of {count} job(s)</source>
        <translation>
            <numerusform>Retrying failed receipts of {count} job</numerusform>
            <numerusform>Retrying failed receipts of {count} jobs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Runs</name>
    <message numerus="yes">
        <source>Resume {count} deletion(s) of the run {run}?</source>
        <translation>
            <numerusform>Resume {count} deletion of the run {run}?</numerusform>
            <numerusform>Resume {count} deletions of the run {run}?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) that are not over will be cancelled, whoever runs them. Receipts that are already deleted stay deleted.</source>
        <translation>
            <numerusform>{count} deletion that is not over will be cancelled, whoever runs it. Receipts that are already deleted stay deleted.</numerusform>
            <numerusform>{count} deletions that are not over will be cancelled, whoever runs them. Receipts that are already deleted stay deleted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SelectList</name>
    <message numerus="yes">
        <source>{count} entry(ies)</source>
        <translation>
            <numerusform>{count} entry</numerusform>
            <numerusform>{count} entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Select {count} business(es)</source>
        <translation>
            <numerusform>Select {count} business</numerusform>
            <numerusform>Select {count} businesses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Fits {count} business(es): choose one</source>
        <translation>
            <numerusform>Fits {count} business: choose it</numerusform>
            <numerusform>Fits {count} businesses: choose one</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SelectionLine</name>
    <message numerus="yes">
        <source>{count} selected</source>
        <translation>
            <numerusform>{count} selected</numerusform>
            <numerusform>{count} selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} need(s) attention</source>
        <translation>
            <numerusform>{count} needs attention</numerusform>
            <numerusform>{count} need attention</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Server</name>
    <message numerus="yes">
        <source>All {count} worker(s) are busy.</source>
        <translation>
            <numerusform>The only worker is busy.</numerusform>
            <numerusform>All {count} workers are busy.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SeveralDialog</name>
    <message numerus="yes">
        <source>{count} of them were started by others.</source>
        <translation>
            <numerusform>{count} of them was started by others.</numerusform>
            <numerusform>{count} of them were started by others.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message numerus="yes">
        <source>{count} receipt(s)/s</source>
        <translation>
            <numerusform>{count} receipt/s</numerusform>
            <numerusform>{count} receipts/s</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SwitchingDialog</name>
    <message numerus="yes">
        <source>{count} job(s) of this console will pause after the current batch. They continue from where they stopped when you come back and resume them.</source>
        <translation>
            <numerusform>1 job of this console will pause after the current batch. It continues from where it stopped when you come back and resume it.</numerusform>
            <numerusform>{count} jobs of this console will pause after the current batch. They continue from where they stopped when you come back and resume them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message numerus="yes">
        <source>{count} transaction(s)/s by others</source>
        <translation>
            <numerusform>{count} transaction/s by others</numerusform>
            <numerusform>{count} transactions/s by others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} long query(ies) running</source>
        <translation>
            <numerusform>a long query is running</numerusform>
            <numerusform>{count} long queries are running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} receipt(s)</source>
        <translation>
            <numerusform>{count} receipt</numerusform>
            <numerusform>{count} receipts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} file(s)</source>
        <translation>
            <numerusform>{count} file</numerusform>
            <numerusform>{count} files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} business(es)</source>
        <translation>
            <numerusform>{count} business</numerusform>
            <numerusform>{count} businesses</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Workers</name>
    <message numerus="yes">
        <source>{count} worker(s) listen</source>
        <translation>
            <numerusform>{count} worker listens</numerusform>
            <numerusform>{count} workers listen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Connected: {where} responds in {milliseconds} ms. {count} worker(s) listen.</source>
        <translation>
            <numerusform>Connected: {where} responds in {milliseconds} ms. {count} worker listens.</numerusform>
            <numerusform>Connected: {where} responds in {milliseconds} ms. {count} workers listen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} job(s), in the order in which they start</source>
        <translation>
            <numerusform>{count} job</numerusform>
            <numerusform>{count} jobs, in the order in which they start</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} other entries of the product</source>
        <translation>
            <numerusform>{count} other entry of the product</numerusform>
            <numerusform>{count} other entries of the product</numerusform>
        </translation>
    </message>
</context>
</TS>
