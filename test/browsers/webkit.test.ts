// The tag's claims in WebKit.
import { claims } from './claims.ts'

claims('webkit')
