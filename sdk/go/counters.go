package wayside

import (
	"log"
	"maps"
	"sync"
	"time"
)

// Counters are events, but for Requests and Failures:
// Recorded + Inherited = Delivered + Rejected + Refused + Dropped + Expired + HandedOver + Pending.
type Counters struct {
	Recorded   int64            // told by the recommender
	Inherited  int64            // found in the folder, left by a sender that was gone
	Delivered  int64            // taken by the service
	Rejected   int64            // refused by the service one by one; see RejectedBy
	Refused    int64            // in batches that the service refused whole; kept in the folder as .refused
	Dropped    int64            // for want of room, unreadable, or told after Close
	Expired    int64            // waited for more than 35 days
	HandedOver int64            // taken over by another sender, that thought this one gone
	Pending    int64            // not settled yet
	InMemory   int64            // of those, in memory only: lost if the process died now
	Requests   int64            // HTTP requests
	Failures   int64            // those of them that the service did not answer
	RejectedBy map[string]int64 // rejected events by error code
}

// Fault is something that an operator should know. Codes are those of docs/reference/errors.md.
type Fault struct{ Code, Message string }

type tally struct {
	mutex    sync.Mutex
	counters Counters
}

func (t *tally) add(change func(*Counters)) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	change(&t.counters)
}

func (t *tally) read() Counters {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	counters := t.counters
	counters.RejectedBy = maps.Clone(t.counters.RejectedBy)
	return counters
}

// reporter tells each code at once, then no more than once in faultEveryMs. It never panics, whatever the handler does.
type reporter struct {
	onFault func(Fault)
	now     func() time.Time
	mutex   sync.Mutex
	toldAt  map[string]time.Time
}

func newReporter(onFault func(Fault), now func() time.Time) *reporter {
	if onFault == nil {
		onFault = func(fault Fault) { log.Printf("wayside: %s: %s", fault.Code, fault.Message) }
	}
	return &reporter{onFault: onFault, now: now, toldAt: map[string]time.Time{}}
}

func (r *reporter) report(code, message string) {
	r.mutex.Lock()
	told, now := r.toldAt[code], r.now()
	if !told.IsZero() && now.Sub(told) < ms(faultEveryMs) {
		r.mutex.Unlock()
		return
	}
	r.toldAt[code] = now
	r.mutex.Unlock()
	// The recommender's own handler may fail; it has its own ways to notice.
	defer func() { _ = recover() }()
	r.onFault(Fault{code, message})
}
