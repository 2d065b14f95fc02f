-- The number of the next build: above all that were noted, and above what a crash left unnoted.
SELECT greatest((SELECT max(build) FROM builtSlices), (SELECT max(build) FROM rollups), (SELECT max(build) FROM outboxParts)) + 1 AS build
