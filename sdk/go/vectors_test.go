package wayside

import (
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"testing"
	"time"
)

type vectorPayload struct {
	S string   `json:"s"`
	L string   `json:"l"`
	P string   `json:"p"`
	V *string  `json:"v"`
	T int64    `json:"t"`
	I []string `json:"i"`
	X *int64   `json:"x"`
	U string   `json:"u"`
}

type vectors struct {
	Keys   []struct{ Kid, Site, Secret string }
	Verify []struct {
		Name, Token string
		Now         int64
		Verdict     Verdict
		Payload     *vectorPayload
	}
	Sign []struct {
		Name, Kid, Token string
		Payload          vectorPayload
		Refused          bool
	}
}

func (v vectorPayload) payload() Payload {
	payload := Payload{Site: v.S, ListID: v.L, Placement: v.P, IssuedAt: v.T, Items: v.I, URL: v.U}
	if v.V != nil {
		payload.Variant = *v.V
	}
	if v.X != nil {
		payload.LifetimeSeconds = *v.X
	}
	return payload
}

func readVectors(t *testing.T) (vectors, []Key) {
	text, err := os.ReadFile("../../docs/reference/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var all vectors
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	keys := []Key{}
	for _, key := range all.Keys {
		keys = append(keys, Key{key.Kid, key.Site, key.Secret})
	}
	return all, keys
}

func TestVerifyVectors(t *testing.T) {
	all, keys := readVectors(t)
	verifier, err := NewVerifier(keys...)
	if err != nil {
		t.Fatal(err)
	}
	for _, vector := range all.Verify {
		t.Run(vector.Name, func(t *testing.T) {
			verifier.now = func() time.Time { return time.UnixMilli(vector.Now) }
			verdict, payload := verifier.Verify(vector.Token)
			if verdict != vector.Verdict {
				t.Fatalf("%s, not %s", verdict, vector.Verdict)
			}
			if vector.Payload != nil && !reflect.DeepEqual(*payload, vector.Payload.payload()) {
				t.Fatalf("%+v, not %+v", *payload, *vector.Payload)
			}
		})
	}
}

func TestSignVectors(t *testing.T) {
	all, keys := readVectors(t)
	for _, vector := range all.Sign {
		t.Run(vector.Name, func(t *testing.T) {
			if vector.Payload.V != nil && *vector.Payload.V == "" || vector.Payload.X != nil && *vector.Payload.X == 0 {
				t.Skip("in Go an empty variant and a lifetime of 0 mean none")
			}
			for _, key := range keys {
				if key.ID != vector.Kid {
					continue
				}
				token, err := signVector(key, vector.Payload.payload())
				if vector.Refused != errors.Is(err, ErrToken) || token != vector.Token {
					t.Fatalf("%s (%v), not %s", token, err, vector.Token)
				}
			}
		})
	}
}

// Redirects and foreign sites can't be asked of a Signer: it signs lists of its own site.
func signVector(key Key, payload Payload) (string, error) {
	if payload.URL != "" || payload.Site != key.Site {
		read, err := readKey(key)
		if err != nil {
			return "", err
		}
		return signPayload(read, payload)
	}
	signer, err := NewSigner(key)
	if err != nil {
		return "", err
	}
	signer.now = func() time.Time { return time.Unix(payload.IssuedAt, 999e6) }
	signed, err := signer.Sign(List{payload.ListID, payload.Placement, payload.Variant, payload.Items, payload.LifetimeSeconds})
	return signed.Token, err
}

func TestAKeyThatCannotSignIsRefusedWhenTheSignerIsMade(t *testing.T) {
	_, keys := readVectors(t)
	for _, change := range []func(*Key){
		func(key *Key) { key.Secret = "AAAA" },
		func(key *Key) { key.Secret += "=" },
		func(key *Key) { key.Secret += "\n" },
		func(key *Key) { key.ID = "k 1" },
		func(key *Key) { key.ID = "k1\n" },
		func(key *Key) { key.Site = "" },
	} {
		key := keys[0]
		change(&key)
		if _, err := NewSigner(key); !errors.Is(err, ErrToken) {
			t.Errorf("%+v was taken", key)
		}
	}
}

func TestAListThatCannotBeSignedKeepsItsIDAndListIDsAreRandom(t *testing.T) {
	_, keys := readVectors(t)
	signer, err := NewSigner(keys[0])
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign(List{ID: "mine", Placement: "p"})
	if signed.Token != "" || signed.ListID != "mine" || err == nil {
		t.Errorf("%+v, %v", signed, err)
	}
	seen := map[string]bool{}
	for range 100 {
		signed, _ := signer.Sign(List{Placement: "p", Items: []string{"i"}})
		seen[signed.ListID] = true
	}
	if len(seen) != 100 {
		t.Errorf("%d ids of 100", len(seen))
	}
}
