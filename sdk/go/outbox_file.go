package wayside

import (
	"os"
	"strings"
	"sync"
	"time"
)

// fileOutbox is the outbox in a folder: what it has kept survives a crash and a power cut; the next sender on the folder sends it.
// It says kept only of events that no other sender can have missed when it took this one for gone.
type fileOutbox struct {
	mutex    sync.Mutex
	id       string
	folder   *folder
	bytesMax int64
	now      func() time.Time
	onFault  func(error)
	// onMoved is told of events taken over from a sender that is gone; negative: lost to another.
	onMoved func(int)
	queue   queue
	filling *batch
	file    *os.File
}

func (o *fileOutbox) size() (int, int64) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.held()
}

func (o *fileOutbox) held() (int, int64) {
	if o.filling == nil {
		return o.queue.count, o.queue.bytes
	}
	return o.queue.count + o.filling.count, o.queue.bytes + o.filling.bytes
}

func (o *fileOutbox) put(lines []line) []line {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	err := o.folder.beat()
	for err == nil && len(lines) > 0 {
		if _, held := o.held(); held+lines[0].size() > o.bytesMax {
			return lines
		}
		var kept int
		kept, err = o.append(lines)
		lines = lines[kept:]
	}
	if err != nil {
		o.onFault(err)
		// What followed a torn line would be cut with it, so the next events go to a new file.
		o.seal()
	}
	return lines
}

func (o *fileOutbox) next(all bool) *batch {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	for {
		if o.queue.first() == nil && o.filling != nil && (all || o.filling.isRipe(o.now())) {
			o.seal()
		}
		entry := o.queue.first()
		if entry == nil {
			return nil
		}
		content, err := o.folder.read(entry.name)
		if err != nil {
			o.onFault(err)
			o.queue.toTheEnd(entry)
			return nil
		}
		if content != nil {
			// Lines past the count were put elsewhere when their fsync failed.
			entry.outbox, entry.lines = content.outbox, content.lines[:min(entry.count, len(content.lines))]
			return entry
		}
		o.onMoved(-entry.count)
		o.queue.remove(entry)
	}
}

func (o *fileOutbox) done(b *batch, refused bool) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.queue.remove(b)
	err := error(nil)
	if refused {
		err = o.folder.setAside(b.name)
	} else {
		err = o.folder.remove(b.name)
	}
	if err != nil { // It will be sent again after a restart, and count once.
		o.onFault(err)
	}
}

func (o *fileOutbox) postpone(b *batch) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	b.lines = nil
	o.queue.toTheEnd(b)
}

// tend says that this sender lives, and takes over what senders that are gone have left.
func (o *fileOutbox) tend() {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	err := o.folder.beat()
	if err == nil {
		var taken []*batch
		taken, err = o.folder.inherit()
		for _, entry := range taken {
			o.queue.push(entry)
			o.onMoved(entry.count)
		}
	}
	if err != nil {
		o.onFault(err)
	}
}

// close leaves what still waits to the next sender.
func (o *fileOutbox) close() {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.seal()
	if err := o.folder.leave(); err != nil {
		o.onFault(err)
	}
}

// append writes as many as one batch takes. It returns how many; 0 when it has to be done again.
func (o *fileOutbox) append(lines []line) (int, error) {
	if o.filling != nil && o.filling.isFull(lines[0].size()) {
		o.seal()
	}
	if o.filling == nil {
		createdAt := o.now()
		name, file, err := o.folder.create(createdAt)
		if err != nil {
			return 0, err
		}
		o.file, o.filling = file, &batch{outbox: o.id, createdAt: createdAt, name: name}
	}
	_, held := o.held()
	filled := batch{count: o.filling.count, bytes: o.filling.bytes}
	var text strings.Builder
	for _, line := range lines {
		if filled.isFull(line.size()) || held+filled.bytes-o.filling.bytes+line.size() > o.bytesMax {
			break
		}
		text.WriteString(line.text + "\n")
		filled.count++
		filled.bytes += line.size()
	}
	if err := appendDurably(o.file, text.String()); err != nil {
		return 0, err
	}
	if !o.folder.isMine() {
		// This process stood still for so long that another may have sent and removed the file before we wrote to it.
		o.seal()
		return 0, o.folder.beat()
	}
	kept := filled.count - o.filling.count
	o.filling.count, o.filling.bytes = filled.count, filled.bytes
	return kept, nil
}

func (o *fileOutbox) seal() {
	if o.filling == nil {
		return
	}
	o.queue.push(o.filling)
	o.filling = nil
	if err := o.file.Close(); err != nil {
		o.onFault(err)
	}
}
