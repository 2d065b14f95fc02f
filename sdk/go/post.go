package wayside

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sort"
	"strconv"
	"strings"
	"time"
)

const answerBytesMax = 10_000_000

// answer is what an HTTP answer means for the batch: settled, refused, tooLarge or later.
type answer struct {
	kind     kind
	code     string
	message  string
	wait     time.Duration
	rejected []string
	refused  int
}

type kind int

const (
	settled kind = iota
	refused
	tooLarge
	later
)

// post brings one batch to the first of the service's URLs that takes it. It sends the key nowhere else.
type post struct {
	urls      []string
	key, site string
	client    http.Client
	now       func() time.Time
	onRequest func(answered bool)
	failedAt  map[string]time.Time
}

func newPost(urls []string, key, site string, timeout time.Duration, now func() time.Time, onRequest func(bool)) *post {
	return &post{
		urls: urls, key: key, site: site, now: now, onRequest: onRequest, failedAt: map[string]time.Time{},
		client: http.Client{
			Timeout: timeout,
			// A redirect would turn the POST into a GET, whose 200 means nothing.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

func (p *post) send(ctx context.Context, outbox string, lines []string) answer {
	head, _ := json.Marshal(map[string]any{"v": 1, "site": p.site, "outbox": outbox, "sentAt": p.now().UnixMilli()})
	body := string(head[:len(head)-1]) + `,"events":[` + strings.Join(lines, ",") + "]}"
	urls := append([]string{}, p.urls...)
	sort.SliceStable(urls, func(i, j int) bool { return !p.isCooling(urls[i]) && p.isCooling(urls[j]) })
	var last *answer
	for _, url := range urls {
		answered := p.attempt(ctx, url, body)
		p.onRequest(answered.kind != later)
		if answered.kind != later {
			delete(p.failedAt, url)
			return answered
		}
		p.failedAt[url] = p.now()
		// The shortest wait that any of them asked for: one that is ready is enough.
		if last != nil {
			answered.wait = min(last.wait, answered.wait)
		}
		last = &answered
		if ctx.Err() != nil {
			break
		}
	}
	return *last
}

func (p *post) isCooling(url string) bool {
	failed, known := p.failedAt[url]
	return known && p.now().Sub(failed) < ms(urlCoolDownMs)
}

func (p *post) attempt(ctx context.Context, url, body string) answer {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return answer{kind: later, code: "UNREACHABLE", message: err.Error()}
	}
	request.Header.Set("Authorization", "Bearer "+p.key)
	request.Header.Set("Content-Type", "application/json")
	response, err := p.client.Do(request)
	if err != nil {
		return answer{kind: later, code: "UNREACHABLE", message: err.Error()}
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, answerBytesMax))
	if err != nil {
		return answer{kind: later, code: "UNREACHABLE", message: err.Error()}
	}
	return readAnswer(response.StatusCode, response.Header.Get("Retry-After"), text)
}

// readAnswer settles a batch only by what can come from nobody but the service: a proxy's or a log-in page's 200 settles nothing.
func readAnswer(status int, retryAfter string, text []byte) answer {
	var body struct {
		Accepted *int
		Rejected *[]struct{ Code string }
		Code     string
		Message  string
	}
	isJSON := json.Unmarshal(text, &body) == nil
	if status == 200 && isJSON && body.Accepted != nil && body.Rejected != nil {
		codes := []string{}
		for _, entry := range *body.Rejected {
			codes = append(codes, entry.Code)
		}
		return answer{kind: settled, rejected: codes}
	}
	if status == 413 {
		return answer{kind: tooLarge}
	}
	code, message := body.Code, body.Message
	if message == "" {
		message = fmt.Sprintf("the answer was %d, and not the service's", status)
	}
	// Statuses that no resending changes. 401 and 403 are not among them: a key is mended without a restart of the recommender.
	// The same goes for a site that the service has yet to be told of.
	if code != "" && code != "SITE_UNKNOWN" && (status == 400 || status == 415 || status == 422) {
		return answer{kind: refused, code: code, message: message}
	}
	if code == "" {
		code = "UNREACHABLE"
	}
	// Seconds only: a date would have to be read by a clock that nobody vouches for.
	seconds, _ := strconv.ParseInt(retryAfter, 10, 32)
	return answer{kind: later, code: code, message: message, wait: min(ms(max(0, seconds)*1000), ms(retryAfterMaxMs))}
}
