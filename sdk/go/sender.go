package wayside

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"
)

// Options set up a Sender. Zero means the default.
type Options struct {
	// URLs are where the service's API answers, best first. The others are tried when the first does not answer.
	URLs []string
	// Key is a write key of the site.
	Key  string
	Site string
	// Folder is where events wait on disk; several processes may share it. Without one they wait in memory, and a crash loses them.
	Folder string
	// OnFault is told what an operator should know, each code at most once a minute. Default: the standard logger.
	OnFault func(Fault)
	// MemoryBytesMax is 32 MiB by default.
	MemoryBytesMax int64
	// FolderBytesMax is of this process; 1 GiB by default.
	FolderBytesMax int64
	// Timeout is of one request; 10 s by default.
	Timeout time.Duration

	now func() time.Time
}

// Sender tells the service what a recommender served and what came of it. Once made, it never panics and never waits on the
// recommender's account; its memory is bounded; every event that it was told is accounted for in its counters. With a folder, an
// event survives the process some 50 ms after it was told (Saved waits for that). Without one, a crash loses what waits: about a
// second's events, or an outage's. It may be shared by goroutines.
type Sender struct {
	now      func() time.Time
	reporter *reporter
	tally    tally
	memory   *memoryOutbox
	file     *fileOutbox // nil without a folder
	courier  *courier
	stop     context.CancelFunc

	mutex        sync.Mutex
	lines        []line
	number       int64
	taken        int64
	written      int64
	unsavedBytes int64
	closed       bool
	turned       chan struct{} // closed and replaced at each write
	news         chan struct{} // there are lines
	hurry        chan struct{} // don't linger
	closing      chan struct{}
	writerEnded  chan struct{}
}

// NewSender refuses at once a setting that can't work.
func NewSender(options Options) (*Sender, error) {
	urls, err := readURLs(options)
	if err != nil {
		return nil, err
	}
	if options.now == nil {
		options.now = wallNow
	}
	now, id := options.now, uuid7(options.now())
	s := &Sender{
		now: now, reporter: newReporter(options.OnFault, now),
		tally:  tally{counters: Counters{RejectedBy: map[string]int64{}}},
		memory: &memoryOutbox{id: id, bytesMax: orDefault(options.MemoryBytesMax, memoryBytesMax), now: now},
		turned: make(chan struct{}), news: make(chan struct{}, 1), hurry: make(chan struct{}, 1),
		closing: make(chan struct{}), writerEnded: make(chan struct{}),
	}
	outboxes := []outbox{s.memory}
	if options.Folder != "" {
		s.file = &fileOutbox{
			id: id, folder: newFolder(options.Folder, options.Site, id, now), now: now,
			bytesMax: orDefault(options.FolderBytesMax, folderBytesMax),
			onFault:  func(err error) { s.reporter.report("OUTBOX_FOLDER", err.Error()+"; events wait in memory") },
			onMoved: func(count int) {
				s.tally.add(func(c *Counters) { c.Inherited += int64(max(count, 0)); c.HandedOver += int64(max(-count, 0)) })
			},
		}
		outboxes = []outbox{s.file, s.memory}
	}
	onRequest := func(answered bool) {
		s.tally.add(func(c *Counters) {
			c.Requests++
			if !answered {
				c.Failures++
			}
		})
	}
	timeout := time.Duration(orDefault(int64(options.Timeout), int64(ms(sendTimeoutMs))))
	s.courier = &courier{
		outboxes: append([]outbox{}, outboxes...), post: newPost(urls, options.Key, options.Site, timeout, now, onRequest),
		tally: &s.tally, report: s.reporter.report, now: now,
		news: make(chan struct{}, 1), draining: make(chan struct{}), ended: make(chan struct{}),
	}
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	go s.courier.run(ctx)
	go s.write(outboxes)
	return s, nil
}

// Served tells that a list was served: one event for each item. It takes microseconds.
func (s *Sender) Served(list ServedList) { s.record(list.events(s.now())) }

// Conversion tells that something of value happened.
func (s *Sender) Conversion(conversion Conversion) { s.record([]event{conversion.event(s.now())}) }

// Saved waits until all that was told so far has been written, and tells whether all that waits is on disk.
func (s *Sender) Saved(ctx context.Context) bool {
	s.mutex.Lock()
	taken := s.taken
	s.mutex.Unlock()
	for {
		s.mutex.Lock()
		turned, done := s.turned, s.written >= taken
		s.mutex.Unlock()
		if done {
			count, _ := s.memory.size()
			return count == 0
		}
		nudge(s.hurry)
		select {
		case <-turned:
		case <-ctx.Done():
			return false
		}
	}
}

// Counters tell what the sender has done.
func (s *Sender) Counters() Counters {
	counters := s.tally.read()
	held, _ := s.memory.size()
	s.mutex.Lock()
	counters.InMemory = int64(held) + s.taken - s.written
	s.mutex.Unlock()
	counters.Pending = counters.InMemory
	if s.file != nil {
		count, _ := s.file.size()
		counters.Pending += int64(count)
	}
	return counters
}

// Close sends what waits, until the context ends or for 5 seconds when it has no deadline. What then still waits stays in the
// folder for the next sender; without one it is lost.
func (s *Sender) Close(ctx context.Context) Counters {
	if _, bounded := ctx.Deadline(); !bounded {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, ms(closeDeadlineMs))
		defer cancel()
	}
	s.mutex.Lock()
	first := !s.closed
	s.closed = true
	s.mutex.Unlock()
	if first {
		close(s.closing)
		wait(ctx, s.writerEnded)
		close(s.courier.draining)
		wait(ctx, s.courier.ended)
		s.stop()
		// The request under way ends with its context; a disk that hangs must not hold up the recommender's end.
		ended, cancel := context.WithTimeout(context.Background(), ms(closeDeadlineMs)/10)
		defer cancel()
		wait(ended, s.courier.ended)
		if s.file != nil {
			s.file.close()
		}
	}
	return s.Counters()
}

func (s *Sender) record(events []event) {
	faults := map[string]string{}
	var dropped int64
	s.mutex.Lock()
	for _, event := range events {
		s.number++
		event.N = s.number
		line, err := lineOf(event)
		switch {
		case err != nil:
			faults["EVENT_SHAPE"] = err.Error()
		case s.closed:
			faults["OUTBOX_CLOSED"] = "the sender is closed"
		case line.size() > sendEventBytesMax || !s.memory.hasRoom(s.unsavedBytes+line.size(), line.conversion):
			faults["OUTBOX_FULL"] = "the outbox has no room: events are dropped and counted"
		default:
			s.lines = append(s.lines, line)
			s.taken++
			s.unsavedBytes += line.size()
			continue
		}
		dropped++
	}
	s.mutex.Unlock()
	s.tally.add(func(c *Counters) { c.Recorded += int64(len(events)); c.Dropped += dropped })
	nudge(s.news)
	for code, message := range faults {
		s.reporter.report(code, message)
	}
}

// write groups the events of lingerMs into one fsync, and tends the folder.
func (s *Sender) write(outboxes []outbox) {
	defer close(s.writerEnded)
	tick := time.NewTicker(ms(aliveEveryMs))
	defer tick.Stop()
	for {
		if s.file != nil {
			s.file.tend()
		}
		select {
		case <-s.news:
			s.linger()
		case <-s.hurry:
		case <-s.closing:
		case <-tick.C:
		}
		s.mutex.Lock()
		lines, closed := s.lines, s.closed
		s.lines = nil
		s.mutex.Unlock()
		left := lines
		for _, outbox := range outboxes {
			if len(left) > 0 {
				left = outbox.put(left)
			}
		}
		s.mutex.Lock()
		s.written += int64(len(lines))
		for _, line := range lines {
			s.unsavedBytes -= line.size()
		}
		close(s.turned)
		s.turned = make(chan struct{})
		s.mutex.Unlock()
		if len(left) > 0 {
			s.tally.add(func(c *Counters) { c.Dropped += int64(len(left)) })
			s.reporter.report("OUTBOX_FULL", "the outbox has no room: events are dropped and counted")
		}
		s.courier.wake()
		if closed && len(lines) == 0 {
			return
		}
	}
}

func (s *Sender) linger() {
	timer := time.NewTimer(ms(lingerMs))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-s.hurry:
	case <-s.closing:
	}
}

func readURLs(options Options) ([]string, error) {
	if len(options.URLs) == 0 {
		return nil, errors.New("wayside: a sender needs at least one URL")
	}
	if !regexp.MustCompile(`\A[\x21-\x7e]+\z`).MatchString(options.Key) {
		return nil, errors.New("wayside: the write key is empty or has odd characters")
	}
	if options.Site == "" {
		return nil, errors.New("wayside: a sender needs a site")
	}
	var urls []string
	for _, text := range options.URLs {
		parsed, err := url.Parse(text)
		if err != nil || parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Host == "" || parsed.User != nil ||
			parsed.RawQuery != "" {
			return nil, fmt.Errorf("wayside: %q is no http or https URL without user and query", text)
		}
		urls = append(urls, strings.TrimRight(text, "/")+"/api/v1/events")
	}
	return urls, nil
}

func orDefault(given, otherwise int64) int64 {
	if given == 0 {
		return otherwise
	}
	return given
}

func nudge(channel chan<- struct{}) {
	select {
	case channel <- struct{}{}:
	default:
	}
}

func wait(ctx context.Context, ended <-chan struct{}) {
	select {
	case <-ended:
	case <-ctx.Done():
	}
}
