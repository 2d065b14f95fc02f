package wayside_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"

	"wayside"
)

type Recommender struct {
	signer *wayside.Signer
	sender *wayside.Sender
}

func NewRecommender() (*Recommender, error) {
	site := "bookstore"
	signer, err := wayside.NewSigner(wayside.Key{ID: os.Getenv("WAYSIDE_KID"), Site: site, Secret: os.Getenv("WAYSIDE_SECRET")})
	if err != nil {
		return nil, err
	}
	sender, err := wayside.NewSender(wayside.Options{
		URLs: strings.Split(os.Getenv("WAYSIDE_URLS"), " "), Key: os.Getenv("WAYSIDE_WRITE_KEY"), Site: site,
		Folder: os.Getenv("WAYSIDE_FOLDER"),
	})
	return &Recommender{signer, sender}, err
}

// Recommend returns what a page needs to show one list.
func (r *Recommender) Recommend() (wayside.Signed, []string) {
	// Your policy. This one shows either book first with the same probability.
	items := []string{"emma", "persuasion"}
	rand.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
	propensities := []float64{0.5, 0.5}

	signed, err := r.signer.Sign(wayside.List{Placement: "product-page", Variant: "either-first", Items: items})
	if err != nil {
		log.Print(err) // the page still shows its links, under an empty token
	}
	r.sender.Served(wayside.ServedList{
		ListID: signed.ListID, Placement: "product-page", Variant: "either-first", Items: items, Propensities: propensities,
	})
	return signed, items
}

// Bought tells of an order; listID is the list that led to it, if the shop's order remembers it.
func (r *Recommender) Bought(order, listID string) {
	r.sender.Conversion(wayside.Conversion{Order: order, ListID: listID, Item: "emma", Value: "24.90", Currency: "EUR"})
}

// ShutDown sends what waits when the process ends.
func (r *Recommender) ShutDown(ctx context.Context) { r.sender.Close(ctx) }

// The guide's recommender, against a service that takes everything. docs/guides/recommender.md shows it; a test compares them.
func Example() {
	var events int
	service := httptest.NewServer(http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		var batch struct{ Events []json.RawMessage }
		_ = json.NewDecoder(request.Body).Decode(&batch)
		events += len(batch.Events)
		fmt.Fprintf(response, `{"accepted":%d,"rejected":[]}`, len(batch.Events))
	}))
	defer service.Close()
	folder, err := os.MkdirTemp("", "wayside-example-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	secret := strings.Repeat("A", 43)
	for name, value := range map[string]string{
		"KID": "k1", "SECRET": secret, "WRITE_KEY": "write-key", "URLS": service.URL, "FOLDER": folder,
	} {
		os.Setenv("WAYSIDE_"+name, value)
	}

	recommender, err := NewRecommender()
	if err != nil {
		log.Fatal(err)
	}
	signed, items := recommender.Recommend()
	recommender.Bought("o-1001", signed.ListID)
	recommender.ShutDown(context.Background())

	verifier, _ := wayside.NewVerifier(wayside.Key{ID: "k1", Site: "bookstore", Secret: secret})
	verdict, payload := verifier.Verify(signed.Token)
	fmt.Println(verdict, payload.Placement, payload.Variant, len(items), events)
	// Output: good product-page either-first 2 3
}
