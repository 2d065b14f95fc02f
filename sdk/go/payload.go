package wayside

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"unicode/utf8"
)

// json is the payload byte for byte as JavaScript's JSON.stringify has it: all SDKs make one token of one list.
func (p Payload) json() []byte {
	out := append([]byte(`{"s":`), quoted(p.Site)...)
	out = append(append(out, `,"l":`...), quoted(p.ListID)...)
	out = append(append(out, `,"p":`...), quoted(p.Placement)...)
	if p.Variant != "" {
		out = append(append(out, `,"v":`...), quoted(p.Variant)...)
	}
	out = strconv.AppendInt(append(out, `,"t":`...), p.IssuedAt, 10)
	out = append(out, `,"i":[`...)
	for i, item := range p.Items {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, quoted(item)...)
	}
	out = append(out, ']')
	if p.LifetimeSeconds != 0 {
		out = strconv.AppendInt(append(out, `,"x":`...), p.LifetimeSeconds, 10)
	}
	if p.URL != "" {
		out = append(append(out, `,"u":`...), quoted(p.URL)...)
	}
	return append(out, '}')
}

// quoted is JSON.stringify of a string. encoding/json escapes more: &, <, > and the line separators.
func quoted(text string) []byte {
	short := map[rune]string{'"': `\"`, '\\': `\\`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`}
	out := []byte{'"'}
	for _, r := range text {
		if escape, ok := short[r]; ok {
			out = append(out, escape...)
		} else if r < 0x20 {
			out = append(out, fmt.Sprintf(`\u%04x`, r)...)
		} else {
			out = utf8.AppendRune(out, r)
		}
	}
	return append(out, '"')
}

func (p Payload) valid() bool {
	if len(p.Items) < 1 || len(p.Items) > listItemsMax {
		return false
	}
	for _, item := range p.Items {
		if !isName(item, nameCharsMax) {
			return false
		}
	}
	return isName(p.Site, nameCharsMax) && isName(p.ListID, listIdCharsMax) && isName(p.Placement, nameCharsMax) &&
		(p.Variant == "" || isName(p.Variant, nameCharsMax)) &&
		p.IssuedAt >= -safeIntegerMax && p.IssuedAt <= safeIntegerMax &&
		p.LifetimeSeconds >= 0 && p.LifetimeSeconds <= safeIntegerMax &&
		(p.URL == "" || webPattern.MatchString(p.URL))
}

// isName counts UTF-16 units, as JavaScript does on all other sides.
func isName(text string, most int) bool {
	units := 0
	for _, r := range text {
		units++
		if r > 0xffff {
			units++
		}
	}
	return units >= 1 && units <= most
}

// parsePayload reads field by field: encoding/json would take "S" for "s", and null for nothing.
func parsePayload(encoded string) *Payload {
	text, err := base64url.DecodeString(encoded)
	if err != nil {
		return nil
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(text, &fields) != nil || fields == nil {
		return nil
	}
	payload := Payload{}
	ok := readText(fields, "s", &payload.Site, true) && readText(fields, "l", &payload.ListID, true) &&
		readText(fields, "p", &payload.Placement, true) && readText(fields, "v", &payload.Variant, false) &&
		readText(fields, "u", &payload.URL, false) && readWhole(fields, "t", &payload.IssuedAt, true) &&
		readWhole(fields, "x", &payload.LifetimeSeconds, false)
	var items []json.RawMessage
	if !ok || json.Unmarshal(fields["i"], &items) != nil {
		return nil
	}
	for _, raw := range items {
		var item string
		if !bytes.HasPrefix(raw, []byte{'"'}) || json.Unmarshal(raw, &item) != nil {
			return nil
		}
		payload.Items = append(payload.Items, item)
	}
	if !payload.valid() {
		return nil
	}
	return &payload
}

func readText(fields map[string]json.RawMessage, name string, into *string, needed bool) bool {
	raw, present := fields[name]
	if !present {
		return !needed
	}
	return bytes.HasPrefix(raw, []byte{'"'}) && json.Unmarshal(raw, into) == nil && *into != ""
}

func readWhole(fields map[string]json.RawMessage, name string, into *int64, needed bool) bool {
	raw, present := fields[name]
	if !present {
		return !needed
	}
	number, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || number != math.Trunc(number) || math.Abs(number) > safeIntegerMax {
		return false
	}
	*into = int64(number)
	return needed || *into > 0
}
