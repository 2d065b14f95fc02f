package wayside

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"time"
)

// ServedList is one list that was served.
type ServedList struct {
	// ListID is that of Signer.Sign.
	ListID    string
	Placement string
	Variant   string
	// Items are the item ids in the order shown.
	Items []string
	// Propensities are the policy's probabilities of showing each item where it stands, 0 to 1: what off-policy evaluation needs.
	Propensities []float64
	// Positions say where the items stand, from 1, when they are only some of the list; 1, 2, 3 … otherwise.
	Positions []int
	// OccurredAt is now when zero.
	OccurredAt time.Time
}

// Conversion is a later act of value. Name at least one of Order, Visitor, ListID and Item, or it can be joined to nothing.
type Conversion struct {
	// ID is a UUID of your own, if you may report the same one twice: it counts once.
	ID    string
	Order string
	Item  string
	// ListID is the id of the list that led to it.
	ListID string
	// Visitor is the pseudonymous id that the page sends; only with consent.
	Visitor string
	// Value is a decimal with at most 4 decimals; negative for a refund.
	Value string
	// Currency is ISO 4217.
	Currency string
	// OccurredAt is now when zero.
	OccurredAt time.Time
}

// event is one fact of the wire format. Nothing is judged here: what the service refuses it names, in the counters.
type event struct {
	ID         string   `json:"id"`
	N          int64    `json:"n"`
	Type       string   `json:"type"`
	OccurredAt int64    `json:"occurredAt"`
	Micros     int      `json:"micros,omitempty"`
	ListID     string   `json:"listId,omitempty"`
	Placement  string   `json:"placement,omitempty"`
	Variant    string   `json:"variant,omitempty"`
	Item       string   `json:"item,omitempty"`
	Position   int      `json:"position,omitempty"`
	Propensity *float64 `json:"propensity,omitempty"`
	Visitor    string   `json:"visitor,omitempty"`
	Value      string   `json:"value,omitempty"`
	Currency   string   `json:"currency,omitempty"`
	Order      string   `json:"order,omitempty"`
}

// line is one event, encoded, as the outbox keeps it.
type line struct {
	text       string
	conversion bool
}

func (l line) size() int64 { return int64(len(l.text)) + 1 }

func lineOf(e event) (line, error) {
	text, err := json.Marshal(e)
	return line{string(text), e.Type == "conversion"}, err
}

func (s ServedList) events(now time.Time) []event {
	events := make([]event, len(s.Items))
	for i, item := range s.Items {
		events[i] = event{
			ID: uuid7(now), Type: "served", OccurredAt: orNow(s.OccurredAt, now), ListID: s.ListID, Placement: s.Placement,
			Variant: s.Variant, Item: item, Position: i + 1, Micros: micros(s.OccurredAt),
		}
		if i < len(s.Positions) {
			events[i].Position = s.Positions[i]
		}
		if i < len(s.Propensities) {
			events[i].Propensity = &s.Propensities[i]
		}
	}
	return events
}

func (c Conversion) event(now time.Time) event {
	id := c.ID
	if id == "" {
		id = uuid7(now)
	}
	return event{
		ID: id, Type: "conversion", OccurredAt: orNow(c.OccurredAt, now), ListID: c.ListID, Item: c.Item, Visitor: c.Visitor,
		Value: c.Value, Currency: c.Currency, Order: c.Order, Micros: micros(c.OccurredAt),
	}
}

func orNow(at, now time.Time) int64 {
	if at.IsZero() {
		return now.UnixMilli()
	}
	return at.UnixMilli()
}

// micros are the microseconds beyond the millisecond of a time that was told; 0 for now, which nobody told.
func micros(at time.Time) int {
	if at.IsZero() {
		return 0
	}
	return at.Nanosecond() / 1_000 % 1_000
}

// uuid7 is RFC 9562 section 5.7: 48 bits of milliseconds, then 74 random bits.
func uuid7(now time.Time) string {
	var bytes [16]byte
	rand.Read(bytes[:]) //nolint:errcheck // crypto/rand never fails where Go runs
	var time [8]byte
	binary.BigEndian.PutUint64(time[:], uint64(max(0, now.UnixMilli()))<<16)
	copy(bytes[:6], time[:6])
	bytes[6] = 0x70 | bytes[6]&0x0f
	bytes[8] = 0x80 | bytes[8]&0x3f
	text := hex.EncodeToString(bytes[:])
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}
