package wayside

import (
	"os"
	"strings"
	"testing"
	"time"
)

func TestAProcessThatStoodStillWhileItWroteWritesAgainToAFileThatNobodyCanHaveTaken(t *testing.T) {
	path, calls := t.TempDir(), 0
	// It lives when it begins, and two minutes have passed when it looks at the clock after the write.
	now := func() time.Time {
		calls++
		if calls >= 3 {
			return time.UnixMilli(1_700_000_120_000)
		}
		return time.UnixMilli(1_700_000_000_000)
	}
	outbox := &fileOutbox{
		id: "me", folder: newFolder(path, "bookstore", "me", now), bytesMax: 10_000, now: now,
		onFault: func(err error) { t.Error(err) }, onMoved: func(int) {},
	}
	if left := outbox.put([]line{{text: `{"id":"a"}`}}); len(left) != 0 {
		t.Fatalf("%v came back", left)
	}
	written := files(path, "ndjson")
	if count, _ := outbox.size(); len(written) != 2 || count != 1 {
		t.Fatalf("%d events in %v", count, written)
	}
	// Whoever took this one for gone has sent and removed the first file.
	for _, name := range written {
		if strings.Contains(name, ".1.ndjson") {
			_ = os.Remove(name)
		}
	}
	if b := outbox.next(true); b == nil || b.outbox != "me" || len(b.lines) != 1 || b.lines[0] != `{"id":"a"}` {
		t.Errorf("%+v", b)
	}
	outbox.close()
}
