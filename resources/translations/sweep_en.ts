<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
    <name>Words</name>
    <message numerus="yes">
        <source>{count} receipt(s)</source>
        <translation>
            <numerusform>{count} receipt</numerusform>
            <numerusform>{count} receipts</numerusform>
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
