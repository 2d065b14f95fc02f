// The tag's claims in Firefox.
import { claims } from './claims.ts'

claims('firefox')
