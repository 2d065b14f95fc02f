-- Marks the slices of events that are about to go: from here on reports read what is left of them.
INSERT INTO touchedSlices (site, slice) SELECT DISTINCT site, slice FROM events WHERE /*{subject}*/
