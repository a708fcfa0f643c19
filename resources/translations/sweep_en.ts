<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AuditDialog</name>
    <message numerus="yes">
        <source>{count} line(s) shown</source>
        <translation>
            <numerusform>{count} line shown</numerusform>
            <numerusform>{count} lines shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} damaged line(s) passed over</source>
        <translation>
            <numerusform>{count} damaged line passed over</numerusform>
            <numerusform>{count} damaged lines passed over</numerusform>
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
</context>
<context>
    <name>CompletionNotices</name>
    <message numerus="yes">
        <source>{count} deletion(s) complete.</source>
        <translation>
            <numerusform>{count} deletion complete.</numerusform>
            <numerusform>{count} deletions complete.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} deletion(s) ended before completion.</source>
        <translation>
            <numerusform>{count} deletion ended before completion.</numerusform>
            <numerusform>{count} deletions ended before completion.</numerusform>
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
        <source>{count} batch(es) done.</source>
        <translation>
            <numerusform>{count} batch done.</numerusform>
            <numerusform>{count} batches done.</numerusform>
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
    <name>Words</name>
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
</TS>
