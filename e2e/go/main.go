// Journey of gotd/td: logs in as user and bot, exports, asks, approves, joins and hears of it.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"time"

	"github.com/gotd/td/tg"
	"github.com/gotd/td/tgerr"
)

const (
	title = "My very normal title"
	month = 30 * 86_400
)

type results map[string]any

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) != 2 {
		return errors.New("usage: journey <world as JSON>")
	}
	w, err := readWorld(os.Args[1])
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	failed := make(chan error, 3)
	var people [3]*person
	for i, who := range []account{w.Owner, w.Bot, w.Stranger} {
		if people[i], err = connect(ctx, w, who, failed); err != nil {
			return err
		}
	}
	result := results{"layer": tg.Layer, "me": []int64{people[0].id, people[1].id, people[2].id}}
	go func() { failed <- live(ctx, w, people, result) }()
	if err := <-failed; err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(result)
}

// live lets a link live its life.
func live(ctx context.Context, w world, people [3]*person, result results) error {
	owner, robot, stranger := people[0], people[1], people[2]
	chats := []chat{w.Group, w.Supergroup, w.Channel}
	var links []string
	for name, one := range map[string]*person{"byUser": owner, "byBot": robot} {
		answers, err := exported(ctx, one, chats)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		result[name] = answers
		if one == owner {
			links = []string{answers[0]["link"].(string), answers[1]["link"].(string)}
		}
	}
	paid, err := subscriptions(ctx, owner, chats)
	if err != nil {
		return err
	}
	result["paid"] = paid
	if err := ask(ctx, w, people, result); err != nil {
		return fmt.Errorf("ask: %w", err)
	}
	if err := join(ctx, w, people, links[1], result); err != nil {
		return fmt.Errorf("join: %w", err)
	}
	return talk(ctx, w, owner, stranger, result)
}

// exported makes links of every kind of chat, which have every parameter between them.
func exported(ctx context.Context, one *person, chats []chat) ([]results, error) {
	nextYear := int(time.Now().AddDate(1, 0, 0).Unix())
	var answers []results
	for _, c := range chats {
		peer := one.peer(c)
		invite, err := export(ctx, one, tg.MessagesExportChatInviteRequest{
			Peer: peer, Title: title, ExpireDate: nextYear, UsageLimit: 43,
		})
		if err != nil {
			return nil, err
		}
		asks, err := export(ctx, one, tg.MessagesExportChatInviteRequest{
			Peer: peer, Title: title, ExpireDate: nextYear, RequestNeeded: true,
		})
		if err != nil {
			return nil, err
		}
		primary, err := export(ctx, one, tg.MessagesExportChatInviteRequest{
			Peer: peer, LegacyRevokePermanent: true,
		})
		if err != nil {
			return nil, err
		}
		answers = append(answers, results{
			"kind": c.Kind, "link": invite.Link, "admin": invite.AdminID, "title": invite.Title,
			"usageLimit": invite.UsageLimit, "expires": invite.ExpireDate == nextYear,
			"requestNeeded": []bool{invite.RequestNeeded, asks.RequestNeeded, primary.RequestNeeded},
			"permanent":     []bool{invite.Permanent, asks.Permanent, primary.Permanent},
		})
	}
	return answers, nil
}

func export(
	ctx context.Context, one *person, request tg.MessagesExportChatInviteRequest,
) (*tg.ChatInviteExported, error) {
	answer, err := one.MessagesExportChatInvite(ctx, &request)
	if err != nil {
		return nil, err
	}
	invite, ok := answer.(*tg.ChatInviteExported)
	if !ok {
		return nil, fmt.Errorf("exportChatInvite answered %T", answer)
	}
	return invite, nil
}

// subscriptions asks for a link with a price in every kind of chat; tells the price or the error's name.
func subscriptions(ctx context.Context, one *person, chats []chat) ([]string, error) {
	var told []string
	for _, c := range chats {
		request := tg.MessagesExportChatInviteRequest{Peer: one.peer(c)}
		request.SetSubscriptionPricing(tg.StarsSubscriptionPricing{Period: month, Amount: 5})
		invite, err := export(ctx, one, request)
		if refusal, ok := tgerr.As(err); ok {
			told = append(told, refusal.Type)
			continue
		}
		if err != nil {
			return nil, err
		}
		price := invite.SubscriptionPricing
		told = append(told, fmt.Sprintf("%d in %d", price.Amount, price.Period))
	}
	return told, nil
}

// ask lets the stranger request to join the group, and the owner let him in.
func ask(ctx context.Context, w world, people [3]*person, result results) error {
	owner, robot, stranger := people[0], people[1], people[2]
	peer := owner.peer(w.Group)
	asks, err := export(ctx, owner, tg.MessagesExportChatInviteRequest{Peer: peer, RequestNeeded: true})
	if err != nil {
		return err
	}
	_, err = stranger.MessagesImportChatInvite(ctx, hashOf(asks.Link))
	if refusal, ok := tgerr.As(err); ok {
		result["asked"] = refusal.Type
	} else {
		return fmt.Errorf("importChatInvite ended with %v", err)
	}
	pending, err := heard[*tg.UpdatePendingJoinRequests](owner)
	if err != nil {
		return err
	}
	result["pending"] = []any{pending.RequestsPending, pending.RecentRequesters}
	request, err := heard[*tg.UpdateBotChatInviteRequester](robot)
	if err != nil {
		return err
	}
	told, ok := request.Invite.(*tg.ChatInviteExported)
	if !ok {
		return fmt.Errorf("the bot was told %T", request.Invite)
	}
	result["botHeard"] = []any{request.UserID, told.Link}
	waiting, err := owner.MessagesGetChatInviteImporters(ctx, &tg.MessagesGetChatInviteImportersRequest{
		Peer: peer, Requested: true, OffsetUser: &tg.InputUserEmpty{}, Limit: 10,
	})
	if err != nil {
		return err
	}
	if len(waiting.Users) != 1 {
		return fmt.Errorf("%d users wait", len(waiting.Users))
	}
	user, ok := waiting.Users[0].(*tg.User)
	if !ok {
		return fmt.Errorf("%T waits", waiting.Users[0])
	}
	_, err = owner.MessagesHideChatJoinRequest(ctx, &tg.MessagesHideChatJoinRequestRequest{
		Peer: peer, UserID: user.AsInput(), Approved: true,
	})
	if err != nil {
		return err
	}
	letIn, err := heardMessage(stranger, func(one *tg.MessageService) bool {
		_, ok := one.Action.(*tg.MessageActionChatJoinedByRequest)
		return ok
	})
	if err == nil {
		result["letIn"] = reflect.TypeOf(letIn.Action).Elem().Name()
	}
	return err
}

// join lets the stranger into the supergroup by the link.
func join(ctx context.Context, w world, people [3]*person, link string, result results) error {
	owner, stranger := people[0], people[2]
	seen, err := stranger.MessagesCheckChatInvite(ctx, hashOf(link))
	if err != nil {
		return err
	}
	invite, ok := seen.(*tg.ChatInvite)
	if !ok {
		return fmt.Errorf("checkChatInvite answered %T", seen)
	}
	result["behind"] = invite.Title
	answer, err := stranger.MessagesImportChatInvite(ctx, hashOf(link))
	if err != nil {
		return err
	}
	ok = false
	if joined, isOk := answer.(*tg.MessagesChatInviteJoinResultOk); isOk {
		var box *tg.Updates
		if box, ok = joined.Updates.(*tg.Updates); ok {
			stranger.note(box.Chats)
		}
	}
	if !ok {
		return fmt.Errorf("importChatInvite answered %v", answer)
	}
	var byLink *tg.MessageActionChatJoinedByLink
	message, err := heardMessage(owner, func(one *tg.MessageService) bool {
		action, ok := one.Action.(*tg.MessageActionChatJoinedByLink)
		byLink = action
		return ok
	})
	if err != nil {
		return err
	}
	from, ok := message.FromID.(*tg.PeerUser)
	if !ok {
		return fmt.Errorf("joined by %v", message.FromID)
	}
	result["joined"] = []int64{from.UserID, byLink.InviterID}
	members, err := owner.ChannelsGetParticipants(ctx, &tg.ChannelsGetParticipantsRequest{
		Channel: &tg.InputChannel{ChannelID: w.Supergroup.ID, AccessHash: owner.hashes[w.Supergroup.ID]},
		Filter:  &tg.ChannelParticipantsRecent{},
		Limit:   100,
	})
	if err != nil {
		return err
	}
	page, ok := members.(*tg.ChannelsChannelParticipants)
	if !ok {
		return fmt.Errorf("getParticipants answered %T", members)
	}
	var ids []int64
	for _, user := range page.Users {
		ids = append(ids, user.GetID())
	}
	slices.Sort(ids)
	result["members"] = ids
	return nil
}

// talk lets the stranger say something that the owner hears.
func talk(ctx context.Context, w world, owner, stranger *person, result results) error {
	text := "hello from gotd"
	_, err := stranger.MessagesSendMessage(ctx, &tg.MessagesSendMessageRequest{
		Peer: stranger.peer(w.Supergroup), Message: text, RandomID: 7,
	})
	if err != nil {
		return err
	}
	said, err := heardMessage(owner, func(one *tg.Message) bool { return one.Message == text })
	if err == nil {
		result["heard"] = said.Message
	}
	return err
}
