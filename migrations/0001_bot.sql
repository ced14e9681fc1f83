CREATE TABLE "ugc"."bot_setting" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"saved_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ugc"."chat_task" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"task" jsonb NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "chat_task_state" CHECK ("ugc"."chat_task"."state" in ('waiting', 'done', 'failed', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "ugc"."conversation" (
	"person_id" text PRIMARY KEY NOT NULL,
	"revision" integer NOT NULL,
	"state" jsonb NOT NULL,
	"screen" jsonb,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ugc"."delivery" (
	"production_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"repeats" integer DEFAULT 0 NOT NULL,
	"message_id" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "delivery_production_id_kind_pk" PRIMARY KEY("production_id","kind"),
	CONSTRAINT "delivery_kind" CHECK ("ugc"."delivery"."kind" in ('speech', 'video', 'failure')),
	CONSTRAINT "delivery_state" CHECK ("ugc"."delivery"."state" in ('waiting', 'sending', 'sent', 'undeliverable'))
);
--> statement-breakpoint
CREATE TABLE "ugc"."operator_message" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"kind" text NOT NULL,
	"direction" text NOT NULL,
	"text" text,
	"attachment" jsonb,
	"subject" jsonb,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"chat_id" bigint,
	"message_id" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "operator_message_kind" CHECK ("ugc"."operator_message"."kind" in ('feedback', 'report', 'top_up', 'reply', 'notice')),
	CONSTRAINT "operator_message_direction" CHECK ("ugc"."operator_message"."direction" in ('to_operators', 'to_person')),
	CONSTRAINT "operator_message_state" CHECK ("ugc"."operator_message"."state" in ('waiting', 'sent', 'undeliverable'))
);
--> statement-breakpoint
CREATE TABLE "ugc"."progress_message" (
	"production_id" uuid PRIMARY KEY NOT NULL,
	"chat_id" bigint NOT NULL,
	"message_id" bigint NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "ugc"."telegram_file" (
	"bot_id" bigint NOT NULL,
	"content_key" text NOT NULL,
	"file_id" text NOT NULL,
	"saved_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "telegram_file_bot_id_content_key_pk" PRIMARY KEY("bot_id","content_key")
);
--> statement-breakpoint
CREATE TABLE "ugc"."telegram_update" (
	"bot_id" bigint NOT NULL,
	"update_id" bigint NOT NULL,
	"sequence" bigint GENERATED ALWAYS AS IDENTITY (sequence name "ugc"."telegram_update_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"lane" bigint NOT NULL,
	"kind" text NOT NULL,
	"body" jsonb NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "telegram_update_bot_id_update_id_pk" PRIMARY KEY("bot_id","update_id"),
	CONSTRAINT "telegram_update_state" CHECK ("ugc"."telegram_update"."state" in ('waiting', 'done', 'dead'))
);
--> statement-breakpoint
CREATE TABLE "ugc"."credit_hold" (
	"production_id" uuid PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"amount" integer NOT NULL,
	"state" text DEFAULT 'held' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp with time zone,
	CONSTRAINT "credit_hold_state" CHECK ("ugc"."credit_hold"."state" in ('held', 'captured', 'released')),
	CONSTRAINT "credit_hold_amount" CHECK ("ugc"."credit_hold"."amount" >= 0)
);
--> statement-breakpoint
CREATE TABLE "ugc"."ledger_account" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ugc"."ledger_account_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"balance" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "ledger_account_kind" CHECK ("ugc"."ledger_account"."kind" in ('person', 'system')),
	CONSTRAINT "balance_not_negative" CHECK ("ugc"."ledger_account"."balance" >= 0)
);
--> statement-breakpoint
CREATE TABLE "ugc"."ledger_entry" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ugc"."ledger_entry_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"idempotency_key" text NOT NULL,
	"kind" text NOT NULL,
	"reference" text,
	"note" text,
	"fingerprint" text NOT NULL,
	"reverses" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ugc"."ledger_posting" (
	"entry_id" bigint NOT NULL,
	"account_id" bigint NOT NULL,
	"amount" bigint NOT NULL,
	"balance_after" bigint,
	CONSTRAINT "ledger_posting_entry_id_account_id_pk" PRIMARY KEY("entry_id","account_id"),
	CONSTRAINT "ledger_posting_amount" CHECK ("ugc"."ledger_posting"."amount" <> 0)
);
--> statement-breakpoint
CREATE TABLE "ugc"."audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ugc"."audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"operator_id" bigint NOT NULL,
	"command" text NOT NULL,
	"argument" text DEFAULT '' NOT NULL,
	"outcome" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ugc"."broadcast" (
	"id" uuid PRIMARY KEY NOT NULL,
	"operator_id" bigint NOT NULL,
	"body" jsonb NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"cursor" text DEFAULT '' NOT NULL,
	"sent" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "broadcast_state" CHECK ("ugc"."broadcast"."state" in ('draft', 'running', 'done', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "ugc"."activity_day" (
	"person_id" text NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "activity_day_day_person_id_pk" PRIMARY KEY("day","person_id")
);
--> statement-breakpoint
CREATE TABLE "ugc"."own_presenter" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"origin" text NOT NULL,
	"made_from" text,
	"prompts" text[] DEFAULT '{}' NOT NULL,
	"gender" text,
	"picture_key" text NOT NULL,
	"picture_sha256" text NOT NULL,
	"check_picture_key" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"consented_at" timestamp with time zone,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "own_presenter_origin" CHECK ("ugc"."own_presenter"."origin" in ('photo', 'edit', 'prompt')),
	CONSTRAINT "own_presenter_gender" CHECK ("ugc"."own_presenter"."gender" in ('female', 'male'))
);
--> statement-breakpoint
CREATE TABLE "ugc"."person" (
	"id" text PRIMARY KEY NOT NULL,
	"telegram_id" bigint NOT NULL,
	"first_name" text NOT NULL,
	"last_name" text,
	"username" text,
	"language_code" text,
	"language" text,
	"disclosure" text,
	"start_payload" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"banned_at" timestamp with time zone,
	"unreachable_at" timestamp with time zone,
	"forgotten_at" timestamp with time zone,
	CONSTRAINT "person_language" CHECK ("ugc"."person"."language" in ('ru', 'en')),
	CONSTRAINT "person_disclosure" CHECK ("ugc"."person"."disclosure" in ('none', 'badge', 'label'))
);
--> statement-breakpoint
CREATE TABLE "ugc"."remembered_voice" (
	"person_id" text NOT NULL,
	"language" text NOT NULL,
	"voice_id" text NOT NULL,
	CONSTRAINT "remembered_voice_person_id_language_pk" PRIMARY KEY("person_id","language")
);
--> statement-breakpoint
CREATE TABLE "ugc"."start_payload" (
	"person_id" text NOT NULL,
	"payload" text NOT NULL,
	"first_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "start_payload_person_id_payload_pk" PRIMARY KEY("person_id","payload")
);
--> statement-breakpoint
ALTER TABLE "ugc"."production" DROP CONSTRAINT "production_state";--> statement-breakpoint
DROP INDEX "ugc"."production_history";--> statement-breakpoint
ALTER TABLE "ugc"."production" ADD COLUMN "error_details" jsonb;--> statement-breakpoint
ALTER TABLE "ugc"."production" ADD COLUMN "channel" text DEFAULT 'shell' NOT NULL;--> statement-breakpoint
ALTER TABLE "ugc"."production" ADD COLUMN "pause_after" text;--> statement-breakpoint
ALTER TABLE "ugc"."production" ADD COLUMN "draft_id" uuid;--> statement-breakpoint
ALTER TABLE "ugc"."production" ADD COLUMN "superseded_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "ugc"."production" ADD COLUMN "price_credits" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ugc"."production" ADD COLUMN "spoken_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "ugc"."production" ADD COLUMN "confirmed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "ugc"."production" ADD COLUMN "deleted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "ugc"."ledger_entry" ADD CONSTRAINT "ledger_entry_reversed" FOREIGN KEY ("reverses") REFERENCES "ugc"."ledger_entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ugc"."ledger_posting" ADD CONSTRAINT "ledger_posting_entry_id_ledger_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "ugc"."ledger_entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ugc"."ledger_posting" ADD CONSTRAINT "ledger_posting_account_id_ledger_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "ugc"."ledger_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "chat_task_waiting" ON "ugc"."chat_task" USING btree ("person_id") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "chat_task_age" ON "ugc"."chat_task" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "delivery_unsent" ON "ugc"."delivery" USING btree ("created_at") WHERE state in ('waiting', 'sending');--> statement-breakpoint
CREATE INDEX "operator_message_waiting" ON "ugc"."operator_message" USING btree ("created_at") WHERE state = 'waiting';--> statement-breakpoint
CREATE UNIQUE INDEX "operator_message_place" ON "ugc"."operator_message" USING btree ("chat_id","message_id");--> statement-breakpoint
CREATE INDEX "operator_message_person" ON "ugc"."operator_message" USING btree ("person_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "progress_message_open" ON "ugc"."progress_message" USING btree ("started_at") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "telegram_update_waiting" ON "ugc"."telegram_update" USING btree ("bot_id","lane","sequence") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "telegram_update_age" ON "ugc"."telegram_update" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "credit_hold_open" ON "ugc"."credit_hold" USING btree ("created_at") WHERE state = 'held';--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_account_code" ON "ugc"."ledger_account" USING btree ("code");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_entry_key" ON "ugc"."ledger_entry" USING btree ("idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_entry_reverses" ON "ugc"."ledger_entry" USING btree ("reverses");--> statement-breakpoint
CREATE INDEX "ledger_entry_time" ON "ugc"."ledger_entry" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "ledger_posting_history" ON "ugc"."ledger_posting" USING btree ("account_id","entry_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "audit_log_operator" ON "ugc"."audit_log" USING btree ("operator_id","at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "audit_log_time" ON "ugc"."audit_log" USING btree ("at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "broadcast_time" ON "ugc"."broadcast" USING btree ("created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "own_presenter_gallery" ON "ugc"."own_presenter" USING btree ("owner","created_at" DESC NULLS LAST) WHERE consented_at is not null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "own_presenter_draft" ON "ugc"."own_presenter" USING btree ("created_at") WHERE consented_at is null and deleted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "person_telegram" ON "ugc"."person" USING btree ("telegram_id");--> statement-breakpoint
CREATE INDEX "person_created" ON "ugc"."person" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "person_username" ON "ugc"."person" USING btree (lower("username"));--> statement-breakpoint
CREATE INDEX "start_payload_of" ON "ugc"."start_payload" USING btree ("payload","first_at");--> statement-breakpoint
CREATE INDEX "production_of_owner" ON "ugc"."production" USING btree ("owner","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "production_in_work" ON "ugc"."production" USING btree ("created_at") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "production_awaiting" ON "ugc"."production" USING btree ("owner","created_at" DESC NULLS LAST) WHERE state = 'awaiting_confirmation';--> statement-breakpoint
CREATE INDEX "production_finished" ON "ugc"."production" USING btree ("finished_at") WHERE finished_at is not null;--> statement-breakpoint
CREATE INDEX "production_draft" ON "ugc"."production" USING btree ("draft_id") WHERE draft_id is not null;--> statement-breakpoint
CREATE INDEX "step_finished" ON "ugc"."step" USING btree ("finished_at") WHERE finished_at is not null;--> statement-breakpoint
CREATE INDEX "production_history" ON "ugc"."production" USING btree ("owner","created_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE spoken_at is not null and superseded_at is null and deleted_at is null;--> statement-breakpoint
ALTER TABLE "ugc"."production" ADD CONSTRAINT "production_channel" CHECK ("ugc"."production"."channel" in ('shell', 'telegram'));--> statement-breakpoint
ALTER TABLE "ugc"."production" ADD CONSTRAINT "production_state" CHECK ("ugc"."production"."state" in ('running', 'awaiting_confirmation', 'delivered', 'failed', 'cancelled', 'expired'));