package wayside

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Key is one site's signing key, as `wayside key add` prints it.
type Key struct {
	ID   string // [A-Za-z0-9_-]{1,32}
	Site string
	// Secret is base64url without padding of at least 16 bytes.
	Secret string
}

// List is one list about to be served.
type List struct {
	// ID is unique, up to 64 characters. A UUIDv7 when empty.
	ID        string
	Placement string
	// Variant is the policy or arm that chose the items. Optional.
	Variant string
	// Items are the item ids in the order shown: 1 to 100, up to 200 characters (UTF-16 units) each.
	Items []string
	// LifetimeSeconds is how long the token is good: a day when 0.
	LifetimeSeconds int64
}

// Signed is a signed list.
type Signed struct {
	// Token is for data-wayside="…". Empty when the list could not be signed.
	Token string
	// ListID is for Sender.Served.
	ListID string
}

// Payload is what a token says. Optional fields are zero when absent.
type Payload struct {
	Site            string
	ListID          string
	Placement       string
	Variant         string
	IssuedAt        int64 // Unix seconds
	Items           []string
	LifetimeSeconds int64
	URL             string // of a redirect token only
}

// ErrToken is wrapped by every error of a key or a list that can't be signed.
var ErrToken = errors.New("TOKEN")

var (
	kidPattern = regexp.MustCompile(`\A[A-Za-z0-9_-]{1,32}\z`)
	webPattern = regexp.MustCompile(`(?i)\Ahttps?://`)
	base64url  = base64.RawURLEncoding.Strict()
)

const (
	macBytes       = 16
	safeIntegerMax = 1<<53 - 1
)

type signingKey struct {
	id, site string
	secret   []byte
}

// Signer signs the lists of one site. It takes microseconds, does no I/O, and may be shared by goroutines.
type Signer struct {
	key signingKey
	now func() time.Time
}

// NewSigner refuses at once a key that can't sign, so that a wrong setting shows at start-up and not in a page.
func NewSigner(key Key) (*Signer, error) {
	read, err := readKey(key)
	if err != nil {
		return nil, err
	}
	if _, err := signPayload(read, Payload{Site: key.Site, ListID: "l", Placement: "p", Items: []string{"i"}}); err != nil {
		return nil, err
	}
	return &Signer{read, wallNow}, nil
}

// Sign signs one list. With an error the token is empty and the list's id still set: show the page, and look at the error.
func (s *Signer) Sign(list List) (Signed, error) {
	id := list.ID
	if id == "" {
		id = uuid7(s.now())
	}
	token, err := signPayload(s.key, Payload{
		Site:            s.key.site,
		ListID:          id,
		Placement:       list.Placement,
		Variant:         list.Variant,
		IssuedAt:        s.now().Unix(),
		Items:           list.Items,
		LifetimeSeconds: list.LifetimeSeconds,
	})
	return Signed{token, id}, err
}

// Verdict says what is to be thought of a token.
type Verdict string

const (
	Good      Verdict = "good"
	Expired   Verdict = "expired"
	Forged    Verdict = "forged"
	Malformed Verdict = "malformed"
)

// Verifier checks tokens as the service does.
type Verifier struct {
	keys map[string]signingKey
	now  func() time.Time
}

// NewVerifier takes all live keys: while keys rotate, the old and the new one.
func NewVerifier(keys ...Key) (*Verifier, error) {
	verifier := &Verifier{map[string]signingKey{}, wallNow}
	for _, key := range keys {
		read, err := readKey(key)
		if err != nil {
			return nil, err
		}
		verifier.keys[key.ID] = read
	}
	return verifier, nil
}

// Verify never panics on hostile input. An expired token still says what was served; otherwise the payload is nil.
func (v *Verifier) Verify(token string) (Verdict, *Payload) {
	parts := strings.Split(token, ".")
	if len(token) > tokenCharsMax || len(parts) != 4 || parts[0] != "v1" || !kidPattern.MatchString(parts[1]) ||
		parts[2] == "" || parts[3] == "" {
		return Malformed, nil
	}
	key, known := v.keys[parts[1]]
	// Comparing the text and not its bytes: one list has one token, and decoders skip foreign characters.
	given := []byte(parts[3])
	if !known || subtle.ConstantTimeCompare(given, []byte(mac(key.secret, token[:len(token)-len(given)-1]))) != 1 {
		return Forged, nil
	}
	payload := parsePayload(parts[2])
	if payload == nil {
		return Malformed, nil
	}
	if payload.Site != key.site {
		return Forged, nil
	}
	lifetime := payload.LifetimeSeconds
	if lifetime == 0 {
		lifetime = tokenLifetimeSeconds
	}
	// In floating point, as others compute it: two safe integers may overflow 64 bits of milliseconds.
	if float64(v.now().UnixMilli()) < (float64(payload.IssuedAt)+float64(lifetime))*1000 {
		return Good, payload
	}
	return Expired, payload
}

func signPayload(key signingKey, payload Payload) (string, error) {
	if payload.Site != key.site {
		return "", fmt.Errorf("%w: key %s signs for site %s, not %s", ErrToken, key.id, key.site, payload.Site)
	}
	if !payload.valid() {
		return "", fmt.Errorf("%w: the list breaks a limit: 1 to 100 items of 1 to 200 characters, list id up to 64", ErrToken)
	}
	body := "v1." + key.id + "." + base64url.EncodeToString(payload.json())
	token := body + "." + mac(key.secret, body)
	if len(token) > tokenCharsMax {
		return "", fmt.Errorf("%w: the token has %d characters, over %d; shorten item ids", ErrToken, len(token), tokenCharsMax)
	}
	return token, nil
}

func readKey(key Key) (signingKey, error) {
	if !kidPattern.MatchString(key.ID) {
		return signingKey{}, fmt.Errorf("%w: key id %q does not match [A-Za-z0-9_-]{1,32}", ErrToken, key.ID)
	}
	secret, err := base64url.DecodeString(key.Secret)
	// Decoders skip line breaks: a secret that holds one would sign, and verify nowhere.
	if err != nil || base64url.EncodeToString(secret) != key.Secret {
		return signingKey{}, fmt.Errorf("%w: the secret of key %s is not base64url without padding", ErrToken, key.ID)
	}
	if len(secret) < 16 {
		return signingKey{}, fmt.Errorf("%w: a signing secret has %d bytes; it needs at least 16", ErrToken, len(secret))
	}
	return signingKey{key.ID, key.Site, secret}, nil
}

func mac(secret []byte, text string) string {
	hash := hmac.New(sha256.New, secret)
	hash.Write([]byte(text))
	return base64url.EncodeToString(hash.Sum(nil)[:macBytes])
}
