"""The sender against a real HTTP server that answers as the service does, and fails as it is told."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from wayside import Sender


class Service:
    """`mode` is ok, hang, login page, or a status with an optional code and Retry-After."""

    def __init__(self):
        service = self
        self.mode, self.bytes_max = "ok", 10**9
        self.events, self.outboxes, self.requests, self.authorizations = [], set(), 0, set()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.requests += 1
                service.authorizations.add(self.headers["Authorization"])
                if service.mode == "hang":
                    time.sleep(1.5)
                    self.close_connection = True
                elif service.mode == "login page":
                    self.answer(200, b"<h1>Please log in</h1>")
                elif service.mode != "ok":
                    status, code, retry_after = service.mode
                    self.answer(status, json.dumps({"code": code} if code else {}).encode(), retry_after)
                elif len(body) > service.bytes_max:
                    self.answer(413, b"{}")
                else:
                    self.answer(200, json.dumps(service.take(self.path, json.loads(body))).encode())

            def answer(self, status, body, retry_after=None):
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                if retry_after is not None:
                    self.send_header("Retry-After", str(retry_after))
                if status == 302:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/base"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def take(self, path, batch):
        assert path == "/base/api/v1/events" and batch["v"] == 1 and batch["site"] == "bookstore"
        self.outboxes.add(batch["outbox"])
        rejected = [
            {"index": index, "id": event["id"], "code": "EVENT_ITEM", "message": ""}
            for index, event in enumerate(batch["events"])
            if len(event.get("item", "")) > 200
        ]
        self.events += [event for event in batch["events"] if len(event.get("item", "")) <= 200]
        return {"accepted": len(batch["events"]) - len(rejected), "rejected": rejected}

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class SenderPromises(unittest.TestCase):
    def setUp(self):
        self.a, self.b = Service(), Service()
        self.folder = tempfile.mkdtemp(prefix="wayside-sdk-")
        self.senders, self.faults = [], []

    def tearDown(self):
        for sender in self.senders:
            sender.close(0)
        self.a.stop()
        self.b.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def sender(self, **options):
        settings = {"urls": [self.a.url, self.b.url + "/"], "key": "write-key", "site": "bookstore"}
        settings["on_fault"] = lambda fault: self.faults.append(fault.code)
        made = Sender(**{**settings, **options})
        self.senders.append(made)
        return made

    def served(self, sender, list_id, count=2, **more):
        sender.served(list_id, "product-page", [f"book-{i}" for i in range(count)], "similar", **more)

    def until(self, claim, seconds=15):
        end = time.monotonic() + seconds
        while not claim():
            self.assertLess(time.monotonic(), end, "did not come true in time")
            time.sleep(0.01)

    def files(self, ending):
        return [str(path) for path in pathlib.Path(self.folder).rglob(f"*{ending}")]

    def assert_balanced(self, c):
        settled = c.delivered + c.rejected + c.refused + c.dropped + c.expired + c.handed_over
        self.assertEqual(c.recorded + c.inherited, settled + c.pending)

    def test_a_list_becomes_an_event_an_item_and_a_conversion_keeps_its_value(self):
        sender = self.sender()
        self.served(sender, "l1", propensities=[0.5, 0.25], positions=[3, 7], occurred_at=1_700_000_000_000.311)
        sender.conversion(order="o1", list_id="l1", item="book-0", value=Decimal("-12.50"), currency="EUR")
        counters = sender.close()
        self.assertEqual((counters.recorded, counters.delivered, counters.pending, counters.requests), (3, 3, 0, 1))
        first, second, third = self.a.events
        self.assertRegex(first["id"], r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
        self.assertEqual([event["n"] for event in self.a.events], [1, 2, 3])
        self.assertEqual((second["position"], second["propensity"], second["item"]), (7, 0.25, "book-1"))
        self.assertEqual((second["listId"], second["occurredAt"], second["micros"]), ("l1", 1_700_000_000_000, 311))
        self.assertEqual((third["type"], third["value"], third["order"]), ("conversion", "-12.50", "o1"))
        self.assertNotIn("visitor", third)
        self.assertEqual(self.a.authorizations, {"Bearer write-key"})

    def test_it_sends_by_itself(self):
        for options in ({}, {"folder": self.folder}):
            with self.subTest(options):
                sender = self.sender(**options)
                self.served(sender, "l1")
                self.until(lambda sender=sender: sender.counters().delivered == 2)
                self.until(lambda sender=sender: sender.counters().pending == 0)

    def test_when_the_first_datacenter_fails_the_second_gets_each_event_once(self):
        for mode in (
            "hang",
            "login page",
            (500, None, None),
            (401, "UNAUTHORIZED", None),
            (422, "SITE_UNKNOWN", None),
            (302, None, None),
            (422, None, None),
        ):
            with self.subTest(mode):
                self.a.mode, self.b.events = mode, []
                sender = self.sender(timeout_ms=200)
                self.served(sender, "l1")
                counters = sender.close()
                self.assertEqual((counters.delivered, counters.failures), (2, 1))
                self.assertEqual([event["n"] for event in self.b.events], [1, 2])

    def test_with_both_down_nothing_is_lost_and_all_arrive_once_when_one_is_back(self):
        self.a.mode = self.b.mode = (503, "STORE_UNAVAILABLE", 0)
        sender = self.sender(folder=self.folder)
        for i in range(50):
            self.served(sender, f"l{i}", 10)
        self.assertTrue(sender.saved())
        self.until(lambda: sender.counters().failures >= 4)
        self.assertEqual((sender.counters().pending, sender.counters().in_memory), (500, 0))
        self.a.mode = "ok"
        self.assertEqual(sender.close().delivered, 500)
        self.assertEqual(len(self.a.events), 500)
        self.assertEqual(len({event["id"] for event in self.a.events}), 500)
        self.assertIn("STORE_UNAVAILABLE", self.faults)

    def test_what_a_killed_process_had_saved_the_next_one_sends(self):
        self.a.mode = self.b.mode = (503, None, None)
        code = (
            "import sys, time; from wayside import Sender\n"
            "sender = Sender([sys.argv[1]], 'k', 'bookstore', folder=sys.argv[2], on_fault=print)\n"
            "sender.served('l1', 'p', ['a', 'b', 'c']); sender.saved(); print('saved', flush=True); time.sleep(60)"
        )
        child = subprocess.Popen([sys.executable, "-c", code, self.a.url, self.folder], stdout=subprocess.PIPE, text=True)
        try:
            while child.stdout.readline().strip() != "saved":
                self.assertIsNone(child.poll())
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()
            child.stdout.close()
        (alive,) = self.files("alive")
        (batch,) = self.files("ndjson")
        with open(batch, "ab") as file:
            file.write(b'\0\0\0\n{"id":"torn')
        # A minute has passed since its last sign of life.
        os.utime(alive, (time.time() - 61, time.time() - 61))
        self.a.mode = "ok"
        self.assertEqual(self.sender(folder=self.folder, site="toyshop").close().inherited, 0)
        sender = self.sender(folder=self.folder)
        self.until(lambda: sender.counters().delivered == 3 and sender.counters().pending == 0)
        self.until(lambda: self.files("ndjson") == [])
        counters = sender.counters()
        self.assertEqual((counters.inherited, counters.recorded, counters.pending), (3, 0, 0))
        self.assert_balanced(counters)

    def test_a_batch_of_a_living_sender_is_left_to_it_and_of_a_silent_one_taken(self):
        self.a.mode = self.b.mode = (503, None, 300)
        clock = [time.time() * 1000]
        first = self.sender(folder=self.folder, now=lambda: clock[0])
        self.served(first, "l1")
        self.assertTrue(first.saved())
        clock[0] += 2_000
        self.until(lambda: first.counters().failures > 0)
        self.assertEqual(self.sender(folder=self.folder).close(0).inherited, 0)
        for alive in self.files("alive"):
            os.remove(alive)
        self.a.mode = "ok"
        second = self.sender(folder=self.folder)
        self.until(lambda: second.counters().delivered == 2)
        clock[0] += 120_000
        self.served(first, "l2")
        self.assertTrue(first.saved())
        counters = first.close()
        self.assertEqual((counters.delivered, counters.handed_over, counters.pending), (2, 2, 0))
        self.assertEqual(sorted(event["listId"] for event in self.a.events), ["l1", "l1", "l2", "l2"])

    def test_a_refused_event_is_counted_by_its_code_and_its_neighbours_arrive(self):
        sender = self.sender()
        sender.served("l1", "p", ["good", "x" * 201])
        counters = sender.close()
        self.assertEqual((counters.delivered, counters.rejected, counters.rejected_by), (1, 1, {"EVENT_ITEM": 1}))

    def test_a_batch_refused_whole_is_set_aside_and_holds_nothing_up(self):
        self.a.mode = (422, "BATCH_VERSION", None)
        sender = self.sender(folder=self.folder, urls=[self.a.url])
        self.served(sender, "l1")
        self.until(lambda: sender.counters().refused == 2)
        self.a.mode = "ok"
        self.served(sender, "l2")
        self.assertEqual(sender.close().delivered, 2)
        self.assertEqual(len(self.files("refused")), 1)

    def test_a_proxy_that_takes_less_than_a_batch_gets_it_in_parts(self):
        self.a.bytes_max = 2_000
        sender = self.sender(urls=[self.a.url])
        self.served(sender, "l1", 100)
        self.assertEqual(sender.close().delivered, 100)
        self.assertEqual([event["position"] for event in self.a.events], list(range(1, 101)))

    def test_memory_is_bounded_and_conversions_have_a_reserve(self):
        self.a.mode = self.b.mode = (503, None, None)
        sender = self.sender(memory_bytes_max=100_000)
        for i in range(100):
            self.served(sender, f"l{i}", 20)
        full = sender.counters()
        self.assertGreater(full.dropped, 0)
        self.assertLess(full.pending * 150, 100_000)
        sender.conversion(order="o1", value="1", currency="EUR")
        self.assertEqual(sender.counters().dropped, full.dropped)
        self.assertIn("OUTBOX_FULL", self.faults)
        self.assert_balanced(sender.counters())

    def test_what_was_delivered_frees_its_room(self):
        for options in ({"memory_bytes_max": 20_000}, {"folder": self.folder, "folder_bytes_max": 20_000}):
            with self.subTest(options):
                sender = self.sender(**options)
                for rounds in range(1, 4):
                    self.served(sender, "l1", 75)
                    self.assertEqual(sender.saved(), "folder" in options)
                    self.until(lambda sender=sender, rounds=rounds: sender.counters().delivered == 75 * rounds)
                    self.until(lambda sender=sender: sender.counters().pending == 0)
                self.assertEqual(sender.counters().dropped, 0)

    def test_a_full_folder_overflows_into_memory_and_an_unusable_one_is_reported(self):
        self.a.mode = self.b.mode = (503, None, None)
        full = self.sender(folder=self.folder, folder_bytes_max=1_000)
        self.served(full, "l1", 50)
        self.assertFalse(full.saved())
        self.assertEqual((full.counters().pending, full.counters().dropped), (50, 0))
        self.a.mode = "ok"
        file = os.path.join(self.folder, "a-file")
        open(file, "w").close()
        unusable = self.sender(folder=file)
        self.served(unusable, "l2")
        self.assertFalse(unusable.saved())
        self.assertEqual(unusable.close().delivered, 2)
        self.assertIn("OUTBOX_FOLDER", self.faults)

    def test_nothing_is_raised_into_the_recommender_whatever_it_tells_and_whenever(self):
        def fails(fault):
            raise RuntimeError("a handler that fails")

        sender = self.sender(on_fault=fails)
        sender.served("l1", "p", None)
        sender.served("l1", "p", "emma")
        sender.served("l1", "p", [object()])
        sender.conversion(value=float("nan"))
        sender.conversion(value="x" * 10_000)
        sender.close()
        sender.conversion(order="late")
        counters = sender.counters()
        self.assertEqual((counters.recorded, counters.dropped, counters.delivered), (6, 6, 0))

    def test_odd_text_reaches_the_service_as_json(self):
        sender = self.sender()
        sender.served("l1", "Ähnliche \ud800", ["😀", "\u2028"])
        self.assertEqual(sender.close().delivered, 2)
        self.assertEqual([event["item"] for event in self.a.events], ["😀", "\u2028"])

    def test_close_keeps_its_deadline_while_a_datacenter_hangs(self):
        self.a.mode = self.b.mode = "hang"
        sender = self.sender(folder=self.folder)
        self.served(sender, "l1")
        started = time.monotonic()
        counters = sender.close(0.3)
        self.assertLess(time.monotonic() - started, 1.4)
        self.assertEqual((counters.pending, counters.in_memory), (2, 0))
        self.assertEqual((len(self.files("ndjson")), len(self.files("alive"))), (1, 0))

    @unittest.skipUnless(hasattr(os, "fork"), "no fork here")
    def test_a_forked_child_has_an_outbox_of_its_own(self):
        sender = self.sender(folder=self.folder)
        self.served(sender, "parent")
        child = os.fork()
        if child == 0:
            self.served(sender, "child", 3)
            os._exit(0 if sender.close().delivered == 3 else 1)
        self.assertEqual(os.waitpid(child, 0)[1], 0)
        self.assertEqual(sender.close().delivered, 2)
        self.assertEqual(sorted(event["listId"] for event in self.a.events), ["child"] * 3 + ["parent"] * 2)
        self.assertEqual(len(self.a.outboxes), 2)

    def test_a_program_that_ends_sends_what_it_has_told(self):
        code = "import sys; from wayside import Sender; Sender([sys.argv[1]], 'k', 'bookstore').served('l1', 'p', ['a'])"
        subprocess.run([sys.executable, "-c", code, self.a.url], check=True, timeout=20)
        self.assertEqual(len(self.a.events), 1)

    def test_many_threads_may_share_a_sender(self):
        sender = self.sender(folder=self.folder)
        threads = [threading.Thread(target=lambda i=i: [self.served(sender, f"l{i}-{j}") for j in range(50)]) for i in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sender.close().delivered, 800)
        self.assertEqual(sorted(event["n"] for event in self.a.events), list(range(1, 801)))

    def test_a_setting_that_cannot_work_is_refused_when_the_sender_is_made(self):
        changes = [
            {"urls": []},
            {"urls": "http://a"},
            {"urls": ["ftp://a"]},
            {"urls": ["http://u:p@a"]},
            {"key": "a\n"},
            {"site": ""},
        ]
        for change in changes:
            with self.subTest(change), self.assertRaises(ValueError):
                self.sender(**change)


if __name__ == "__main__":
    unittest.main()
