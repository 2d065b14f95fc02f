package wayside

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"
)

// service is a real HTTP server that answers as the service does, and fails as it is told.
type service struct {
	*httptest.Server
	mutex          sync.Mutex
	mode           mode
	bytesMax       int
	events         []event
	outboxes, keys map[string]bool
	requests       int
	released       chan struct{}
}

type mode struct {
	hang, page bool
	status     int
	code       string
	retryAfter string
}

func startService(t *testing.T) *service {
	s := &service{bytesMax: math.MaxInt, outboxes: map[string]bool{}, keys: map[string]bool{}, released: make(chan struct{})}
	s.Server = httptest.NewServer(http.HandlerFunc(s.answer))
	t.Cleanup(func() { close(s.released); s.Server.Close() })
	return s
}

func (s *service) set(mode mode) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.mode = mode
}

func (s *service) seen() []event {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return append([]event{}, s.events...)
}

func (s *service) lists() []string {
	ids := []string{}
	for _, event := range s.seen() {
		ids = append(ids, event.ListID)
	}
	sort.Strings(ids)
	return ids
}

func (s *service) answer(response http.ResponseWriter, request *http.Request) {
	body, _ := io.ReadAll(request.Body)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.requests++
	s.keys[request.Header.Get("Authorization")] = true
	switch {
	case s.mode.hang:
		s.mutex.Unlock()
		select {
		case <-s.released:
		case <-request.Context().Done():
		}
		s.mutex.Lock()
	case s.mode.page:
		fmt.Fprint(response, "<h1>Please log in</h1>")
	case s.mode.status != 0:
		if s.mode.retryAfter != "" {
			response.Header().Set("Retry-After", s.mode.retryAfter)
		}
		if s.mode.status == 302 {
			response.Header().Set("Location", "/elsewhere")
		}
		response.WriteHeader(s.mode.status)
		if s.mode.code != "" {
			fmt.Fprintf(response, `{"code":%q}`, s.mode.code)
		}
	case request.URL.Path != "/base/api/v1/events":
		response.WriteHeader(404)
	case len(body) > s.bytesMax:
		response.WriteHeader(413)
	default:
		s.take(response, body)
	}
}

func (s *service) take(response io.Writer, body []byte) {
	var batch struct {
		V      int
		Site   string
		Outbox string
		Events []event
	}
	if err := json.Unmarshal(body, &batch); err != nil || batch.V != 1 || batch.Site != "bookstore" {
		panic(fmt.Sprintf("no batch: %v %s", err, body))
	}
	s.outboxes[batch.Outbox] = true
	rejected := []map[string]any{}
	for index, event := range batch.Events {
		if len(event.Item) > 200 {
			rejected = append(rejected, map[string]any{"index": index, "code": "EVENT_ITEM"})
		} else {
			s.events = append(s.events, event)
		}
	}
	_ = json.NewEncoder(response).Encode(map[string]any{"accepted": len(batch.Events) - len(rejected), "rejected": rejected})
}

type faults struct {
	mutex sync.Mutex
	codes map[string]bool
}

func (f *faults) add(fault Fault) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.codes[fault.Code] = true
}

func (f *faults) has(code string) bool {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.codes[code]
}

func newTestSender(t *testing.T, options Options) (*Sender, *faults) {
	told := &faults{codes: map[string]bool{}}
	options.Key = "write-key"
	if options.Site == "" {
		options.Site = "bookstore"
	}
	if options.OnFault == nil {
		options.OnFault = told.add
	}
	sender, err := NewSender(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeIn(sender, 0) })
	return sender, told
}

func two(a, b *service) []string { return []string{a.URL + "/base", b.URL + "/base/"} }

func closeIn(sender *Sender, wait time.Duration) Counters {
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()
	return sender.Close(ctx)
}

func listOf(id string, count int) ServedList {
	served := ServedList{ListID: id, Placement: "product-page", Variant: "similar"}
	for i := range count {
		served.Items = append(served.Items, fmt.Sprintf("book-%d", i))
	}
	return served
}

func until(t *testing.T, claim func() bool) {
	t.Helper()
	for end := time.Now().Add(15 * time.Second); !claim(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("did not come true in time")
		}
	}
}

func saved(t *testing.T, sender *Sender) bool {
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	return sender.Saved(ctx)
}

func files(folder, ending string) []string {
	names, _ := filepath.Glob(filepath.Join(folder, "*", "*."+ending))
	return names
}

func balanced(t *testing.T, c Counters) {
	t.Helper()
	if c.Recorded+c.Inherited != c.Delivered+c.Rejected+c.Refused+c.Dropped+c.Expired+c.HandedOver+c.Pending {
		t.Errorf("the counters don't add up: %+v", c)
	}
}

func TestAListBecomesAnEventAnItemAndAConversionKeepsItsValue(t *testing.T) {
	a, b := startService(t), startService(t)
	sender, _ := newTestSender(t, Options{URLs: two(a, b)})
	served := listOf("l1", 2)
	served.Propensities, served.OccurredAt = []float64{0.5, 0}, time.UnixMicro(1_700_000_000_000_311)
	served.Positions = []int{3, 7}
	sender.Served(served)
	sender.Conversion(Conversion{Order: "o1", ListID: "l1", Item: "book-0", Value: "-12.50", Currency: "EUR"})
	if c := sender.Close(context.Background()); c.Recorded != 3 || c.Delivered != 3 || c.Pending != 0 || c.Requests != 1 {
		t.Fatalf("%+v", c)
	}
	events := a.seen()
	if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(events[0].ID) {
		t.Errorf("%s is no UUIDv7", events[0].ID)
	}
	if e := events[1]; e.N != 2 || e.Position != 7 || *e.Propensity != 0 || e.Item != "book-1" || e.OccurredAt != 1_700_000_000_000 || e.Micros != 311 {
		t.Errorf("%+v", e)
	}
	if e := events[2]; e.N != 3 || e.Micros != 0 || e.Type != "conversion" || e.Value != "-12.50" || e.Order != "o1" || e.ListID != "l1" {
		t.Errorf("%+v", e)
	}
	if !reflect.DeepEqual(a.keys, map[string]bool{"Bearer write-key": true}) || b.requests != 0 {
		t.Errorf("%v, %d", a.keys, b.requests)
	}
}

func TestItSendsByItself(t *testing.T) {
	a := startService(t)
	for _, folder := range []string{"", t.TempDir()} {
		sender, _ := newTestSender(t, Options{URLs: []string{a.URL + "/base"}, Folder: folder})
		sender.Served(listOf("l1", 2))
		until(t, func() bool { c := sender.Counters(); return c.Delivered == 2 && c.Pending == 0 })
	}
}

func TestWhenTheFirstDatacenterFailsTheSecondGetsEachEventOnce(t *testing.T) {
	for _, mode := range []mode{
		{hang: true}, {page: true}, {status: 500}, {status: 401, code: "UNAUTHORIZED"}, {status: 302}, {status: 422},
		{status: 422, code: "SITE_UNKNOWN"},
	} {
		a, b := startService(t), startService(t)
		a.set(mode)
		sender, _ := newTestSender(t, Options{URLs: two(a, b), Timeout: 200 * time.Millisecond})
		sender.Served(listOf("l1", 2))
		if c := sender.Close(context.Background()); c.Delivered != 2 || c.Failures != 1 {
			t.Errorf("%+v: %+v", mode, c)
		}
		if events := b.seen(); len(events) != 2 || events[0].N != 1 || events[1].N != 2 {
			t.Errorf("%+v: %+v", mode, events)
		}
	}
}

func TestWithBothDownNothingIsLostAndAllArriveOnceWhenOneIsBack(t *testing.T) {
	a, b := startService(t), startService(t)
	a.set(mode{status: 503, retryAfter: "0"})
	b.set(mode{status: 503, code: "STORE_UNAVAILABLE"})
	sender, told := newTestSender(t, Options{URLs: two(a, b), Folder: t.TempDir()})
	for i := range 50 {
		sender.Served(listOf(fmt.Sprint(i), 10))
	}
	if !saved(t, sender) {
		t.Fatal("not on disk")
	}
	until(t, func() bool { return sender.Counters().Failures >= 4 })
	if c := sender.Counters(); c.Pending != 500 || c.InMemory != 0 {
		t.Errorf("%+v", c)
	}
	a.set(mode{})
	if c := sender.Close(context.Background()); c.Delivered != 500 {
		t.Errorf("%+v", c)
	}
	ids := map[string]bool{}
	for _, event := range a.seen() {
		ids[event.ID] = true
	}
	if len(ids) != 500 || len(a.seen()) != 500 || !told.has("STORE_UNAVAILABLE") {
		t.Errorf("%d ids in %d events, %v", len(ids), len(a.seen()), told.codes)
	}
}

// TestHelperProcess is the process that is killed below; by itself it does nothing.
func TestHelperProcess(t *testing.T) {
	if os.Getenv("WAYSIDE_TEST_URL") == "" {
		t.Skip("only as the process that is killed")
	}
	sender, err := NewSender(Options{
		URLs: []string{os.Getenv("WAYSIDE_TEST_URL")}, Key: "k", Site: "bookstore", Folder: os.Getenv("WAYSIDE_TEST_FOLDER"),
	})
	if err != nil {
		t.Fatal(err)
	}
	sender.Served(listOf("l1", 3))
	fmt.Println("saved", sender.Saved(context.Background()))
	time.Sleep(time.Minute)
}

func TestWhatAKilledProcessHadSavedTheNextOneSends(t *testing.T) {
	a, folder := startService(t), t.TempDir()
	a.set(mode{status: 503})
	child := exec.Command(os.Args[0], "-test.run=TestHelperProcess$")
	child.Env = append(os.Environ(), "WAYSIDE_TEST_URL="+a.URL+"/base", "WAYSIDE_TEST_FOLDER="+folder)
	output, err := child.StdoutPipe()
	if err != nil || child.Start() != nil {
		t.Fatal("no child process")
	}
	text, buffer := "", make([]byte, 1_000)
	for !strings.Contains(text, "saved true") {
		count, err := output.Read(buffer)
		text += string(buffer[:count])
		if err != nil {
			t.Fatalf("%v after %q", err, text)
		}
	}
	_ = child.Process.Kill()
	_ = child.Wait()
	batches, alive := files(folder, "ndjson"), files(folder, "alive")
	if len(batches) != 1 || len(alive) != 1 {
		t.Fatalf("%v %v", batches, alive)
	}
	torn, _ := os.OpenFile(batches[0], os.O_APPEND|os.O_WRONLY, 0)
	_, _ = torn.WriteString("\x00\x00\n{\"id\":\"torn")
	torn.Close()
	// A minute has passed since its last sign of life.
	_ = os.Chtimes(alive[0], time.Time{}, time.Now().Add(-61*time.Second))
	a.set(mode{})
	other, _ := newTestSender(t, Options{URLs: []string{a.URL + "/base"}, Folder: folder, Site: "toyshop"})
	if c := other.Close(context.Background()); c.Inherited != 0 {
		t.Errorf("another site's sender took them: %+v", c)
	}
	sender, _ := newTestSender(t, Options{URLs: []string{a.URL + "/base"}, Folder: folder})
	until(t, func() bool { return sender.Counters().Delivered == 3 })
	until(t, func() bool { return len(files(folder, "ndjson")) == 0 })
	if c := sender.Counters(); c.Inherited != 3 || c.Recorded != 0 {
		t.Errorf("%+v", c)
	}
	balanced(t, sender.Counters())
}

func TestABatchOfALivingSenderIsLeftToItAndOfASilentOneTaken(t *testing.T) {
	a, folder := startService(t), t.TempDir()
	urls := []string{a.URL + "/base"}
	a.set(mode{status: 503, retryAfter: "300"})
	var mutex sync.Mutex
	at := time.Now()
	clock := func() time.Time { mutex.Lock(); defer mutex.Unlock(); return at }
	pass := func(d time.Duration) { mutex.Lock(); defer mutex.Unlock(); at = at.Add(d) }
	first, _ := newTestSender(t, Options{URLs: urls, Folder: folder, now: clock})
	first.Served(listOf("l1", 2))
	saved(t, first)
	pass(2 * time.Second)
	until(t, func() bool { return first.Counters().Failures > 0 })
	neighbour, _ := newTestSender(t, Options{URLs: urls, Folder: folder})
	if c := closeIn(neighbour, 100*time.Millisecond); c.Inherited != 0 {
		t.Errorf("%+v", c)
	}
	for _, alive := range files(folder, "alive") {
		_ = os.Remove(alive)
	}
	a.set(mode{})
	second, _ := newTestSender(t, Options{URLs: urls, Folder: folder})
	until(t, func() bool { return second.Counters().Delivered == 2 })
	pass(2 * time.Minute)
	first.Served(listOf("l2", 2))
	saved(t, first)
	if c := first.Close(context.Background()); c.Delivered != 2 || c.HandedOver != 2 || c.Pending != 0 {
		t.Errorf("%+v", c)
	}
	if lists := a.lists(); !reflect.DeepEqual(lists, []string{"l1", "l1", "l2", "l2"}) {
		t.Errorf("%v", lists)
	}
}

func TestARefusedEventIsCountedByItsCodeAndItsNeighboursArrive(t *testing.T) {
	a := startService(t)
	sender, _ := newTestSender(t, Options{URLs: []string{a.URL + "/base"}})
	sender.Served(ServedList{ListID: "l1", Placement: "p", Items: []string{"good", strings.Repeat("x", 201)}})
	if c := sender.Close(context.Background()); c.Delivered != 1 || c.Rejected != 1 || c.RejectedBy["EVENT_ITEM"] != 1 {
		t.Errorf("%+v", c)
	}
}

func TestABatchRefusedWholeIsSetAsideAndHoldsNothingUp(t *testing.T) {
	a, folder := startService(t), t.TempDir()
	a.set(mode{status: 422, code: "BATCH_VERSION"})
	sender, _ := newTestSender(t, Options{URLs: []string{a.URL + "/base"}, Folder: folder})
	sender.Served(listOf("l1", 2))
	until(t, func() bool { return sender.Counters().Refused == 2 })
	a.set(mode{})
	sender.Served(listOf("l2", 2))
	if c := sender.Close(context.Background()); c.Delivered != 2 || len(files(folder, "refused")) != 1 {
		t.Errorf("%+v", c)
	}
}

func TestAProxyThatTakesLessThanABatchGetsItInParts(t *testing.T) {
	a := startService(t)
	a.bytesMax = 2_000
	sender, _ := newTestSender(t, Options{URLs: []string{a.URL + "/base"}})
	sender.Served(listOf("l1", 100))
	if c := sender.Close(context.Background()); c.Delivered != 100 {
		t.Errorf("%+v", c)
	}
	for i, event := range a.seen() {
		if event.Position != i+1 {
			t.Fatalf("event %d has position %d", i, event.Position)
		}
	}
}

func TestMemoryIsBoundedAndConversionsHaveAReserve(t *testing.T) {
	a := startService(t)
	a.set(mode{status: 503})
	sender, told := newTestSender(t, Options{URLs: []string{a.URL + "/base"}, MemoryBytesMax: 100_000})
	for range 100 {
		sender.Served(listOf("l1", 20))
	}
	full := sender.Counters()
	if full.Dropped == 0 || full.Pending*150 > 100_000 || !told.has("OUTBOX_FULL") {
		t.Errorf("%+v", full)
	}
	sender.Conversion(Conversion{Order: "o1", Value: "1", Currency: "EUR"})
	if c := sender.Counters(); c.Dropped != full.Dropped {
		t.Errorf("%+v", c)
	}
	balanced(t, sender.Counters())
}

func TestWhatWasDeliveredFreesItsRoom(t *testing.T) {
	a := startService(t)
	for _, options := range []Options{{MemoryBytesMax: 20_000}, {Folder: t.TempDir(), FolderBytesMax: 20_000}} {
		options.URLs = []string{a.URL + "/base"}
		sender, _ := newTestSender(t, options)
		for round := int64(1); round <= 3; round++ {
			sender.Served(listOf("l1", 75))
			if saved(t, sender) != (options.Folder != "") {
				t.Error("not where it should be")
			}
			until(t, func() bool { c := sender.Counters(); return c.Delivered == 75*round && c.Pending == 0 })
		}
		if c := sender.Counters(); c.Dropped != 0 {
			t.Errorf("%+v", c)
		}
	}
}

func TestAFullFolderOverflowsIntoMemoryAndAnUnusableOneIsReported(t *testing.T) {
	a, folder := startService(t), t.TempDir()
	a.set(mode{status: 503})
	full, _ := newTestSender(t, Options{URLs: []string{a.URL + "/base"}, Folder: folder, FolderBytesMax: 1_000})
	full.Served(listOf("l1", 50))
	if saved(t, full) || full.Counters().Pending != 50 || full.Counters().Dropped != 0 {
		t.Errorf("%+v", full.Counters())
	}
	file := filepath.Join(folder, "a-file")
	_ = os.WriteFile(file, nil, 0o600)
	a.set(mode{})
	unusable, told := newTestSender(t, Options{URLs: []string{a.URL + "/base"}, Folder: file})
	unusable.Served(listOf("l2", 2))
	if saved(t, unusable) || unusable.Close(context.Background()).Delivered != 2 || !told.has("OUTBOX_FOLDER") {
		t.Errorf("%+v", unusable.Counters())
	}
}

func TestNothingPanicsIntoTheRecommenderWhateverItTellsAndWhenever(t *testing.T) {
	a := startService(t)
	sender, _ := newTestSender(t, Options{URLs: []string{a.URL + "/base"}, OnFault: func(Fault) { panic("a handler that fails") }})
	sender.Served(ServedList{})
	sender.Served(ServedList{Items: []string{"a"}, Propensities: []float64{math.NaN()}})
	sender.Conversion(Conversion{Value: strings.Repeat("x", 10_000)})
	sender.Close(context.Background())
	sender.Conversion(Conversion{Order: "late"})
	if c := sender.Counters(); c.Recorded != 3 || c.Dropped != 3 {
		t.Errorf("%+v", c)
	}
}

func TestCloseKeepsItsDeadlineWhileADatacenterHangs(t *testing.T) {
	a, folder := startService(t), t.TempDir()
	a.set(mode{hang: true})
	sender, _ := newTestSender(t, Options{URLs: []string{a.URL + "/base"}, Folder: folder})
	sender.Served(listOf("l1", 2))
	started := time.Now()
	c := closeIn(sender, 300*time.Millisecond)
	if time.Since(started) > 1500*time.Millisecond || c.Pending != 2 || c.InMemory != 0 {
		t.Errorf("%v %+v", time.Since(started), c)
	}
	if len(files(folder, "ndjson")) != 1 || len(files(folder, "alive")) != 0 {
		t.Errorf("%v %v", files(folder, "ndjson"), files(folder, "alive"))
	}
}

func TestManyGoroutinesMayShareASender(t *testing.T) {
	a := startService(t)
	sender, _ := newTestSender(t, Options{URLs: []string{a.URL + "/base"}, Folder: t.TempDir()})
	var group sync.WaitGroup
	for range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			for range 50 {
				sender.Served(listOf("l1", 2))
				sender.Counters()
			}
		}()
	}
	group.Wait()
	if c := sender.Close(context.Background()); c.Delivered != 800 {
		t.Errorf("%+v", c)
	}
	numbers := map[int64]bool{}
	for _, event := range a.seen() {
		numbers[event.N] = true
	}
	if len(numbers) != 800 || !numbers[1] || !numbers[800] {
		t.Errorf("%d numbers", len(numbers))
	}
}

func TestASettingThatCannotWorkIsRefusedWhenTheSenderIsMade(t *testing.T) {
	for _, options := range []Options{
		{Key: "k", Site: "s"},
		{URLs: []string{"ftp://a"}, Key: "k", Site: "s"},
		{URLs: []string{"http://u:p@a"}, Key: "k", Site: "s"},
		{URLs: []string{"http://a"}, Key: "k\n", Site: "s"},
		{URLs: []string{"http://a"}, Key: "k"},
	} {
		if _, err := NewSender(options); err == nil {
			t.Errorf("%+v was taken", options)
		}
	}
}
