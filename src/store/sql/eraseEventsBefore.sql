-- Removes events whose first copy was received before a time. A later copy of the same id would otherwise come up and count: those ids go whole.
ALTER TABLE events DELETE
WHERE /*{subject}*/
SETTINGS mutations_sync = 2
