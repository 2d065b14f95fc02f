// The tag's claims in Chromium.
import { claims } from './claims.ts'

claims('chromium')
