"""What the sender's tests can't time: a process that stands still between two system calls."""

import os
import pathlib
import shutil
import tempfile
import unittest

from wayside.facts import line_of, uuid7
from wayside.outbox_file import FileOutbox


class FileOutboxPromises(unittest.TestCase):
    def test_a_process_that_stood_still_while_it_wrote_writes_again_to_a_file_that_nobody_can_have_taken(self):
        folder = tempfile.mkdtemp(prefix="wayside-outbox-")
        self.addCleanup(shutil.rmtree, folder)
        calls = []

        def now():
            # It lives when it begins, and two minutes have passed when it looks at the clock after the write.
            calls.append(1)
            return 1_700_000_000_000 + (120_000 if len(calls) >= 3 else 0)

        outbox = FileOutbox(folder, "bookstore", "me", 10_000, now, self.fail, lambda count: None)
        line = line_of({"id": uuid7(0), "type": "served"})
        self.assertEqual(outbox.put([line]), [])
        files = sorted(pathlib.Path(folder).rglob("*.ndjson"))
        self.assertEqual((len(files), outbox.count), (2, 1))
        # Whoever took this one for gone has sent and removed the first file.
        os.remove(next(path for path in files if ".1.ndjson" in path.name))
        batch = outbox.next(True)
        self.assertEqual((batch.outbox, batch.lines), ("me", [line.text]))
        outbox.close()


if __name__ == "__main__":
    unittest.main()
