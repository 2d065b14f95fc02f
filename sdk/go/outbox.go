package wayside

import (
	"container/list"
	"sync"
	"time"
)

// batch is events that travel together.
type batch struct {
	outbox    string // that numbered the events
	createdAt time.Time
	lines     []string
	name      string // of its file, if it has one
	count     int
	bytes     int64
	place     *list.Element
}

func (b *batch) isFull(more int64) bool {
	return b.bytes+more > sendBatchBytesMax || b.count >= sendBatchEventsMax
}

func (b *batch) isRipe(now time.Time) bool {
	return b.isFull(0) || now.Sub(b.createdAt) >= ms(sealAfterMs)
}

// outbox is where events wait until the service has acknowledged them.
type outbox interface {
	// put keeps events, and returns those that it can't keep.
	put(lines []line) []line
	// next is the batch to send next; it stays until done. all: also the one that is still being filled.
	next(all bool) *batch
	// done forgets a settled batch, or keeps it aside when the service refused it whole.
	done(b *batch, refused bool)
	// postpone lets the other batches go first.
	postpone(b *batch)
	size() (count int, bytes int64)
}

// queue is batches in the order in which they are to be sent.
type queue struct {
	batches list.List
	count   int
	bytes   int64
}

func (q *queue) first() *batch {
	if front := q.batches.Front(); front != nil {
		return front.Value.(*batch)
	}
	return nil
}

func (q *queue) push(b *batch) {
	b.place = q.batches.PushBack(b)
	q.count += b.count
	q.bytes += b.bytes
}

func (q *queue) remove(b *batch) {
	if b.place == nil {
		return
	}
	q.batches.Remove(b.place)
	b.place = nil
	q.count -= b.count
	q.bytes -= b.bytes
}

func (q *queue) toTheEnd(b *batch) {
	if b.place != nil {
		q.batches.MoveToBack(b.place)
	}
}

// memoryOutbox has bounded memory, and loses what it holds when the process ends before Close has sent it.
type memoryOutbox struct {
	mutex    sync.Mutex
	id       string
	bytesMax int64
	now      func() time.Time
	queue    queue
	filling  *batch
}

func (m *memoryOutbox) size() (int, int64) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return m.count()
}

func (m *memoryOutbox) count() (int, int64) {
	if m.filling == nil {
		return m.queue.count, m.queue.bytes
	}
	return m.queue.count + m.filling.count, m.queue.bytes + m.filling.bytes
}

// hasRoom keeps the last part of the room for conversions.
func (m *memoryOutbox) hasRoom(bytes int64, conversion bool) bool {
	_, held := m.size()
	return m.fits(held+bytes, conversion)
}

func (m *memoryOutbox) fits(bytes int64, conversion bool) bool {
	most := float64(m.bytesMax)
	if !conversion {
		most *= 1 - conversionReserve
	}
	return float64(bytes) <= most
}

func (m *memoryOutbox) put(lines []line) []line {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	var left []line
	for _, line := range lines {
		if _, held := m.count(); !m.fits(held+line.size(), line.conversion) {
			left = append(left, line)
			continue
		}
		if m.filling != nil && m.filling.isFull(line.size()) {
			m.seal()
		}
		if m.filling == nil {
			m.filling = &batch{outbox: m.id, createdAt: m.now()}
		}
		m.filling.lines = append(m.filling.lines, line.text)
		m.filling.count++
		m.filling.bytes += line.size()
	}
	return left
}

func (m *memoryOutbox) next(all bool) *batch {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.queue.first() == nil && m.filling != nil && (all || m.filling.isRipe(m.now())) {
		m.seal()
	}
	return m.queue.first()
}

func (m *memoryOutbox) done(b *batch, _ bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.queue.remove(b)
}

func (m *memoryOutbox) postpone(b *batch) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.queue.toTheEnd(b)
}

func (m *memoryOutbox) seal() {
	m.queue.push(m.filling)
	m.filling = nil
}
