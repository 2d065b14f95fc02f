package wayside

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// folder is what the senders of one site share: whose batches are whose, who lives, and what is in a file.
//
// A batch is a file <owner>.<created at>.<number>.ndjson: a header line that names the site and the outbox that numbered the
// events, then an event a line. Each sender keeps <owner>.alive fresh. When that is gone or stale, any other may take the
// owner's batches by renaming them, which one wins. Only an owner appends, so a torn end means a crash, and is cut when read.
type folder struct {
	path, site, owner string
	now               func() time.Time
	number            int
	beatAt, lookedAt  time.Time
}

func newFolder(path, site, owner string, now func() time.Time) *folder {
	hash := sha256.Sum256([]byte(site))
	plain := regexp.MustCompile(`[^A-Za-z0-9-]`).ReplaceAllString(site, "_")
	name := plain[:min(len(plain), 40)] + "-" + hex.EncodeToString(hash[:4])
	return &folder{path: filepath.Join(path, name), site: site, owner: owner, now: now}
}

// isMine tells whether this sender has said so lately that it lives, that no other can have taken its batches.
func (f *folder) isMine() bool { return abs(f.now().Sub(f.beatAt)) < ms(aliveStaleMs)/2 }

// beat says that this sender lives, if it hasn't lately.
func (f *folder) beat() error {
	now := f.now()
	if abs(now.Sub(f.beatAt)) < ms(aliveEveryMs) {
		return nil
	}
	if err := os.MkdirAll(f.path, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(f.file(f.owner+".alive"), []byte("\n"), 0o600); err != nil {
		return err
	}
	f.beatAt = now
	return nil
}

// leave says that this sender is gone.
func (f *folder) leave() error {
	if f.beatAt.IsZero() {
		return nil
	}
	return f.remove(f.owner + ".alive")
}

// create makes a new batch's file; its entry survives a power cut.
func (f *folder) create(createdAt time.Time) (string, *os.File, error) {
	name := f.name(createdAt)
	file, err := os.OpenFile(f.file(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL|os.O_APPEND, 0o600)
	if err != nil {
		return "", nil, err
	}
	header, _ := json.Marshal(map[string]any{"v": 1, "site": f.site, "outbox": f.owner})
	if err = appendDurably(file, string(header)+"\n"); err == nil {
		err = f.sync()
	}
	if err != nil {
		file.Close()
		return "", nil, err
	}
	return name, file, nil
}

// inherit takes the batches of senders that are gone. It looks no more often than a sender may be gone unnoticed.
func (f *folder) inherit() ([]*batch, error) {
	if abs(f.now().Sub(f.lookedAt)) < ms(aliveStaleMs) {
		return nil, nil
	}
	f.lookedAt = f.now()
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return nil, err
	}
	gone := map[string]bool{}
	var taken []*batch
	for _, entry := range entries {
		owner, rest, _ := strings.Cut(entry.Name(), ".")
		if owner == f.owner || !strings.HasSuffix(rest, "ndjson") && rest != "alive" {
			continue
		}
		if _, known := gone[owner]; !known {
			lives, err := f.lives(owner)
			if err != nil {
				return taken, err
			}
			gone[owner] = !lives
		}
		if !gone[owner] || rest == "alive" {
			continue
		}
		b, err := f.take(entry.Name(), rest)
		if err != nil {
			return taken, err
		}
		if b != nil {
			taken = append(taken, b)
		}
	}
	for owner, isGone := range gone {
		if isGone {
			err = errors.Join(err, f.remove(owner+".alive"))
		}
	}
	return taken, err
}

// take returns nil when another sender was quicker.
func (f *folder) take(name, rest string) (*batch, error) {
	millis, _ := strconv.ParseInt(strings.SplitN(rest, ".", 2)[0], 10, 64)
	createdAt := time.UnixMilli(millis)
	mine := f.name(createdAt)
	err := os.Rename(f.file(name), f.file(mine))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil {
		err = f.sync()
	}
	if err != nil {
		return nil, err
	}
	b, err := f.read(mine)
	if b == nil || err != nil {
		return nil, err
	}
	b.createdAt, b.count = createdAt, len(b.lines)
	for _, line := range b.lines {
		b.bytes += int64(len(line)) + 1
	}
	b.lines = nil
	return b, nil
}

// read returns what a batch holds, whole lines only; nil when it is gone.
func (f *folder) read(name string) (*batch, error) {
	text, err := os.ReadFile(f.file(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	// After a crash the last line may be torn, or hold zeros that were never written over.
	whole := strings.Split(string(text[:strings.LastIndexByte(string(text), '\n')+1]), "\n")
	header := struct{ Outbox string }{}
	if json.Unmarshal([]byte(whole[0]), &header) != nil {
		header.Outbox = f.owner
	}
	b := &batch{outbox: header.Outbox, name: name}
	for _, line := range whole[1:] {
		if strings.HasPrefix(line, "{") && strings.HasSuffix(line, "}") {
			b.lines = append(b.lines, line)
		}
	}
	return b, nil
}

// remove is fine when the file is gone.
func (f *folder) remove(name string) error {
	if err := os.Remove(f.file(name)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// setAside keeps a batch that the service refused whole, for people to look at.
func (f *folder) setAside(name string) error {
	return os.Rename(f.file(name), f.file(strings.TrimSuffix(name, "ndjson")+"refused"))
}

func (f *folder) lives(owner string) (bool, error) {
	theirs, err := os.Stat(f.file(owner + ".alive"))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return true, err
	}
	// Both times are the file system's, which need not be this machine's.
	mine, err := os.Stat(f.file(f.owner + ".alive"))
	return err != nil || mine.ModTime().Sub(theirs.ModTime()) < ms(aliveStaleMs), err
}

func (f *folder) name(createdAt time.Time) string {
	f.number++
	return fmt.Sprintf("%s.%d.%d.ndjson", f.owner, createdAt.UnixMilli(), f.number)
}

func (f *folder) file(name string) string { return filepath.Join(f.path, name) }

func (f *folder) sync() error {
	if runtime.GOOS == "windows" { // It opens no folder, and makes entries durable by itself.
		return nil
	}
	directory, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer directory.Close()
	return directory.Sync()
}

// appendDurably returns when the text would survive a power cut. After an error the file may end in a part of it.
func appendDurably(file *os.File, text string) error {
	if _, err := file.WriteString(text); err != nil {
		return err
	}
	return file.Sync()
}
