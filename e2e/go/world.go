package main

import (
	"encoding/json"
	"strings"
)

// world is the test world, as go.e2e.ts hands it over.
type world struct {
	Owner, Member, Stranger account
	Bot                     account
	Group                   chat
	Supergroup              chat
	Channel                 chat
	// Road is "plain", "obfuscated" or "temporary keys".
	Road   string
	Server struct {
		Host      string
		Port      int
		DCID      int `json:"dcId"`
		PublicKey string
	}
}

type account struct {
	ID    int64
	Phone string
	Token string
}

type chat struct {
	Kind string
	ID   int64
}

func readWorld(text string) (world, error) {
	var told world
	err := json.Unmarshal([]byte(text), &told)
	return told, err
}

// codeOf is the login code of a test number.
func codeOf(phone string) string {
	return strings.Repeat(strings.TrimPrefix(phone, "+")[5:6], 5)
}

// hashOf is the part of an invite link that is its secret.
func hashOf(link string) string {
	return link[strings.Index(link, "+")+1:]
}
