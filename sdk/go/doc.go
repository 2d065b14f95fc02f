// Package wayside is what a recommender embeds: it signs the lists that it serves, and tells Wayside what was served and what
// was bought.
//
// Promises: once set up, nothing here panics into the recommender or makes it wait. Standard library only.
package wayside
