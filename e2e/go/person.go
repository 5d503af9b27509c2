package main

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/gotd/td/crypto"
	"github.com/gotd/td/telegram"
	"github.com/gotd/td/telegram/auth"
	"github.com/gotd/td/telegram/dcs"
	"github.com/gotd/td/telegram/updates"
	"github.com/gotd/td/tg"
)

// due is the longest wait for an update that is to come.
const due = 10 * time.Second

// person is somebody with a client that is logged in and hears its updates.
type person struct {
	*tg.Client
	id     int64
	hashes map[int64]int64
	heard  chan tg.UpdateClass
}

// connect logs somebody in; his client ends with ctx.
func connect(ctx context.Context, w world, who account, failed chan error) (*person, error) {
	block, _ := pem.Decode([]byte(w.Server.PublicKey))
	if block == nil {
		return nil, errors.New("the server's key is no PEM")
	}
	key, err := crypto.ParseRSA(block.Bytes)
	if err != nil {
		return nil, err
	}
	one := &person{hashes: map[int64]int64{}, heard: make(chan tg.UpdateClass, 1000)}
	// The manager fills gaps by getDifference, as gotd's own examples have it.
	manager := updates.New(updates.Config{Handler: telegram.UpdateHandlerFunc(one.hear)})
	address := tg.DCOption{ID: w.Server.DCID, IPAddress: w.Server.Host, Port: w.Server.Port}
	client := telegram.NewClient(12345, "00000000000000000000000000000000", telegram.Options{
		PublicKeys:    []telegram.PublicKey{{RSA: key}},
		DC:            w.Server.DCID,
		DCList:        dcs.List{Options: []tg.DCOption{address}},
		Resolver:      dcs.Plain(dcs.PlainOptions{Obfuscated: w.Road == "obfuscated"}),
		EnablePFS:     w.Road == "temporary keys",
		UpdateHandler: manager,
	})
	one.Client = client.API()
	ready := make(chan struct{})
	go func() {
		err := client.Run(ctx, func(ctx context.Context) error {
			self, err := logIn(ctx, client, who)
			if err != nil {
				return err
			}
			one.id = self.ID
			if err := one.meet(ctx, w, self.Bot); err != nil {
				return err
			}
			return manager.Run(ctx, one.Client, self.ID, updates.AuthOptions{
				IsBot:   self.Bot,
				OnStart: func(context.Context) { close(ready) },
			})
		})
		if ctx.Err() == nil {
			failed <- fmt.Errorf("client of %d: %w", who.ID, err)
		}
	}()
	select {
	case <-ready:
		return one, nil
	case err := <-failed:
		return nil, err
	}
}

func logIn(ctx context.Context, client *telegram.Client, who account) (*tg.User, error) {
	if who.Token != "" {
		if _, err := client.Auth().Bot(ctx, who.Token); err != nil {
			return nil, err
		}
		return client.Self(ctx)
	}
	code := auth.CodeAuthenticatorFunc(func(context.Context, *tg.AuthSentCode) (string, error) {
		return codeOf(who.Phone), nil
	})
	flow := auth.NewFlow(auth.CodeOnly(who.Phone, code), auth.SendCodeOptions{})
	if err := client.Auth().IfNecessary(ctx, flow); err != nil {
		return nil, err
	}
	return client.Self(ctx)
}

// meet learns the access hashes of the channels: a user from the dialogs, a bot by asking.
func (p *person) meet(ctx context.Context, w world, isBot bool) error {
	var chats []tg.ChatClass
	if isBot {
		answer, err := p.ChannelsGetChannels(ctx, []tg.InputChannelClass{
			&tg.InputChannel{ChannelID: w.Supergroup.ID},
			&tg.InputChannel{ChannelID: w.Channel.ID},
		})
		if err != nil {
			return err
		}
		chats = answer.GetChats()
	} else {
		answer, err := p.MessagesGetDialogs(ctx, &tg.MessagesGetDialogsRequest{
			OffsetPeer: &tg.InputPeerEmpty{}, Limit: 100,
		})
		if err != nil {
			return err
		}
		dialogs, ok := answer.(*tg.MessagesDialogs)
		if !ok {
			return fmt.Errorf("getDialogs answered %T", answer)
		}
		chats = dialogs.Chats
	}
	p.note(chats)
	return nil
}

func (p *person) note(chats []tg.ChatClass) {
	for _, one := range chats {
		if channel, ok := one.(*tg.Channel); ok {
			p.hashes[channel.ID] = channel.AccessHash
		}
	}
}

// peer is a chat as this person has to name it.
func (p *person) peer(c chat) tg.InputPeerClass {
	if c.Kind == "group" {
		return &tg.InputPeerChat{ChatID: c.ID}
	}
	return &tg.InputPeerChannel{ChannelID: c.ID, AccessHash: p.hashes[c.ID]}
}

func (p *person) hear(_ context.Context, box tg.UpdatesClass) error {
	switch one := box.(type) {
	case *tg.Updates:
		for _, update := range one.Updates {
			p.heard <- update
		}
	case *tg.UpdatesCombined:
		for _, update := range one.Updates {
			p.heard <- update
		}
	case *tg.UpdateShort:
		p.heard <- one.Update
	}
	return nil
}

// find is the next update for which wanted holds.
func find[T any](p *person, wanted func(tg.UpdateClass) (T, bool)) (T, error) {
	late := time.After(due)
	var names []string
	for {
		select {
		case update := <-p.heard:
			if found, ok := wanted(update); ok {
				return found, nil
			}
			names = append(names, reflect.TypeOf(update).Elem().Name())
		case <-late:
			var none T
			return none, fmt.Errorf("%d heard no %T, only %v", p.id, none, names)
		}
	}
}

// heard waits for an update of a type.
func heard[T tg.UpdateClass](p *person) (T, error) {
	return find(p, func(update tg.UpdateClass) (T, bool) {
		one, ok := update.(T)
		return one, ok
	})
}

// heardMessage waits for a message for which wanted holds.
func heardMessage[T tg.MessageClass](p *person, wanted func(T) bool) (T, error) {
	return find(p, func(update tg.UpdateClass) (T, bool) {
		var message tg.MessageClass
		switch one := update.(type) {
		case *tg.UpdateNewMessage:
			message = one.Message
		case *tg.UpdateNewChannelMessage:
			message = one.Message
		}
		found, ok := message.(T)
		return found, ok && wanted(found)
	})
}
