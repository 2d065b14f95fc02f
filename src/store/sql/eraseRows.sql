-- Removes rows for good, and waits until the parts are rewritten.
ALTER TABLE /*{table}*/ DELETE WHERE /*{subject}*/ SETTINGS mutations_sync = 2
