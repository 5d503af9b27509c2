// gotd/td. Start localgram with `npm start`, then here:
//
//	go run .
//
// The demo world's user is +9996610001, the code of such test numbers is their sixth digit five times.
package main

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/gotd/td/crypto"
	"github.com/gotd/td/telegram"
	"github.com/gotd/td/telegram/auth"
	"github.com/gotd/td/telegram/dcs"
	"github.com/gotd/td/tg"
)

// server is what localgram says of itself.
type server struct {
	Host         string
	Port         int
	DCID         int `json:"dcId"`
	APIID        int `json:"apiId"`
	APIHash      string
	PublicKeyPEM string `json:"publicKeyPem"`
}

func main() {
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	url := os.Getenv("LOCALGRAM_URL")
	if url == "" {
		url = "http://127.0.0.1:4430"
	}
	response, err := http.Get(url + "/control/v1/connection")
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var s server
	if err := json.NewDecoder(response.Body).Decode(&s); err != nil {
		return err
	}

	// gotd trusts Telegram's RSA keys and addresses unless it is told others.
	block, _ := pem.Decode([]byte(s.PublicKeyPEM))
	key, err := crypto.ParseRSA(block.Bytes)
	if err != nil {
		return err
	}
	address := tg.DCOption{ID: s.DCID, IPAddress: s.Host, Port: s.Port}
	client := telegram.NewClient(s.APIID, s.APIHash, telegram.Options{
		PublicKeys: []telegram.PublicKey{{RSA: key}},
		DC:         s.DCID,
		DCList:     dcs.List{Options: []tg.DCOption{address}},
		Resolver:   dcs.Plain(dcs.PlainOptions{}),
	})
	return client.Run(ctx, func(ctx context.Context) error { return export(ctx, client) })
}

func export(ctx context.Context, client *telegram.Client) error {
	code := func(context.Context, *tg.AuthSentCode) (string, error) { return "11111", nil }
	user := auth.CodeOnly("+9996610001", auth.CodeAuthenticatorFunc(code))
	flow := auth.NewFlow(user, auth.SendCodeOptions{})
	if err := client.Auth().IfNecessary(ctx, flow); err != nil {
		return err
	}
	found, err := client.API().ContactsResolveUsername(ctx, &tg.ContactsResolveUsernameRequest{
		Username: "username",
	})
	if err != nil {
		return err
	}
	channel, ok := found.Chats[0].(*tg.Channel)
	if !ok {
		return fmt.Errorf("@username is no channel but %T", found.Chats[0])
	}
	result, err := client.API().MessagesExportChatInvite(ctx, &tg.MessagesExportChatInviteRequest{
		Peer:  channel.AsInputPeer(),
		Title: "My very normal title",
	})
	if err != nil {
		return err
	}
	invite, ok := result.(*tg.ChatInviteExported)
	if !ok {
		return fmt.Errorf("no link but %T", result)
	}
	fmt.Println("ChatInviteExported", invite.Link)
	return nil
}
