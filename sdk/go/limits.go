package wayside

import "time"

// Every bound, with its reason: see docs/reference/limits.md. A test holds these in step with the Node SDK.
const (
	tokenCharsMax        = 4_096
	listItemsMax         = 100
	listIdCharsMax       = 64
	nameCharsMax         = 200
	tokenLifetimeSeconds = 86_400
	outboxAgeMaxMs       = 3_024_000_000

	sendBatchBytesMax  = 500_000
	sendBatchEventsMax = 2_000
	sendEventBytesMax  = 8_192
	lingerMs           = 50
	sealAfterMs        = 1_000
	memoryBytesMax     = 33_554_432
	folderBytesMax     = 1_073_741_824
	conversionReserve  = 0.1
	sendTimeoutMs      = 10_000
	backoffFirstMs     = 500
	backoffMaxMs       = 60_000
	retryAfterMaxMs    = 300_000
	urlCoolDownMs      = 30_000
	aliveEveryMs       = 15_000
	aliveStaleMs       = 60_000
	closeDeadlineMs    = 5_000
	faultEveryMs       = 60_000
)

func ms(count int64) time.Duration { return time.Duration(count) * time.Millisecond }

// wallNow strips Go's monotonic reading: that one stands still while a machine is suspended.
func wallNow() time.Time { return time.Now().Round(0) }

func abs(d time.Duration) time.Duration {
	if d < 0 {
		return -d
	}
	return d
}
