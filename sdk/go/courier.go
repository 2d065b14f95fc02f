package wayside

import (
	"context"
	"math/rand/v2"
	"time"
)

// courier brings what waits in the outboxes to the service, one batch at a time, until it is told to stop. A batch leaves its
// outbox only when it is settled; one that fails lets the others go first; failures slow it down.
type courier struct {
	outboxes []outbox
	post     *post
	tally    *tally
	report   func(code, message string)
	now      func() time.Time
	failures int
	news     chan struct{} // something new waits: ends no wait after a failure
	draining chan struct{} // closed: send all that there is, then end
	ended    chan struct{}
}

func (c *courier) wake() {
	select {
	case c.news <- struct{}{}:
	default:
	}
}

func (c *courier) isDraining() bool {
	select {
	case <-c.draining:
		return true
	default:
		return false
	}
}

// run ends when the context does, or when nothing waits after draining was closed.
func (c *courier) run(ctx context.Context) {
	defer close(c.ended)
	for ctx.Err() == nil {
		all := c.isDraining()
		if from, found := c.next(all); found != nil {
			c.handle(ctx, from, found)
		} else if all {
			return
		} else {
			c.rest(ctx, ms(sealAfterMs), c.news, all)
		}
	}
}

func (c *courier) next(all bool) (outbox, *batch) {
	for _, from := range c.outboxes {
		if found := from.next(all); found != nil {
			return from, found
		}
	}
	return nil, nil
}

func (c *courier) handle(ctx context.Context, from outbox, b *batch) {
	// Taking turns keeps a batch that always fails in one outbox from holding up the other.
	c.outboxes = append(c.outboxes[1:], c.outboxes[0])
	count := int64(len(b.lines))
	if c.now().Sub(b.createdAt) > ms(outboxAgeMaxMs) {
		c.tally.add(func(counters *Counters) { counters.Expired += count })
		from.done(b, true)
		return
	}
	draining := c.isDraining()
	end := c.deliver(ctx, b.outbox, b.lines)
	if end.kind == settled {
		c.failures = 0
		c.tally.add(func(counters *Counters) {
			counters.Delivered += count - int64(end.refused) - int64(len(end.rejected))
			counters.Refused += int64(end.refused)
			counters.Rejected += int64(len(end.rejected))
			for _, code := range end.rejected {
				counters.RejectedBy[code]++
			}
		})
		from.done(b, end.refused > 0)
		return
	}
	from.postpone(b)
	if ctx.Err() != nil {
		return
	}
	c.report(end.code, end.message)
	longest := min(ms(backoffMaxMs), ms(backoffFirstMs)<<min(c.failures, 16))
	c.failures++
	backoff := longest/2 + time.Duration(rand.Int64N(int64(longest/2)))
	c.rest(ctx, max(backoff, end.wait), nil, draining)
}

// deliver ends settled or later.
func (c *courier) deliver(ctx context.Context, outbox string, lines []string) answer {
	if len(lines) == 0 {
		return answer{kind: settled}
	}
	end := c.post.send(ctx, outbox, lines)
	for _, code := range end.rejected {
		c.report(code, "the service rejected an event: "+code)
	}
	switch {
	case end.kind == settled || end.kind == later:
		return end
	case end.kind == tooLarge && len(lines) > 1:
		first := c.deliver(ctx, outbox, lines[:len(lines)/2])
		if first.kind == later {
			return first
		}
		second := c.deliver(ctx, outbox, lines[len(lines)/2:])
		second.refused += first.refused
		second.rejected = append(first.rejected, second.rejected...)
		return second
	case end.kind == tooLarge:
		c.report("BATCH_TOO_LARGE", "a single event is too large for the service")
	default:
		c.report(end.code, end.message)
	}
	return answer{kind: settled, refused: len(lines)}
}

// rest waits; a drain that begins meanwhile ends it, and makes the next attempt a first one.
func (c *courier) rest(ctx context.Context, wait time.Duration, news <-chan struct{}, draining bool) {
	drain := c.draining
	if draining {
		drain = nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-news:
	case <-drain:
		c.failures = 0
	}
}
