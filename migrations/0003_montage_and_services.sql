CREATE TABLE "ugc"."render_draft" (
	"production_id" uuid PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"settings" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ugc"."provider_call" (
	"tag" text PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"production_id" uuid,
	"capability" text NOT NULL,
	"provider" text NOT NULL,
	"model" text,
	"state" text DEFAULT 'sending' NOT NULL,
	"request_id" text,
	"estimated_usd" numeric(12, 6) NOT NULL,
	"actual_usd" numeric(12, 6),
	"error_reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "provider_call_state" CHECK ("ugc"."provider_call"."state" in ('sending', 'submitted', 'unknown', 'done', 'failed', 'not-taken'))
);
--> statement-breakpoint
ALTER TABLE "ugc"."delivery" DROP CONSTRAINT "delivery_kind";--> statement-breakpoint
ALTER TABLE "ugc"."production" DROP CONSTRAINT "production_state";--> statement-breakpoint
ALTER TABLE "ugc"."step" DROP CONSTRAINT "step_submit_state";--> statement-breakpoint
ALTER TABLE "ugc"."chat_task" ADD COLUMN "operation" jsonb;--> statement-breakpoint
ALTER TABLE "ugc"."production" ADD COLUMN "source_id" uuid;--> statement-breakpoint
ALTER TABLE "ugc"."production" ADD COLUMN "request_id" uuid;--> statement-breakpoint
ALTER TABLE "ugc"."production" ADD COLUMN "request_position" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ugc"."render_draft" ADD CONSTRAINT "render_draft_production_id_production_id_fk" FOREIGN KEY ("production_id") REFERENCES "ugc"."production"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "provider_call_request" ON "ugc"."provider_call" USING btree ("provider","request_id");--> statement-breakpoint
CREATE INDEX "provider_call_day" ON "ugc"."provider_call" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "provider_call_owner" ON "ugc"."provider_call" USING btree ("owner","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "provider_call_production" ON "ugc"."provider_call" USING btree ("production_id") WHERE production_id is not null;--> statement-breakpoint
CREATE INDEX "production_awaiting_engine" ON "ugc"."production" USING btree ("owner","created_at" DESC NULLS LAST) WHERE state = 'awaiting_engine';--> statement-breakpoint
CREATE UNIQUE INDEX "production_request" ON "ugc"."production" USING btree ("request_id","request_position");--> statement-breakpoint
CREATE INDEX "production_source" ON "ugc"."production" USING btree ("source_id") WHERE source_id is not null;--> statement-breakpoint
ALTER TABLE "ugc"."step" DROP COLUMN "submit_state";--> statement-breakpoint
ALTER TABLE "ugc"."delivery" ADD CONSTRAINT "delivery_kind" CHECK ("ugc"."delivery"."kind" in ('speech', 'video', 'failure', 'album'));--> statement-breakpoint
ALTER TABLE "ugc"."production" ADD CONSTRAINT "production_state" CHECK ("ugc"."production"."state" in ('running', 'awaiting_confirmation', 'awaiting_engine', 'delivered', 'failed', 'cancelled', 'expired'));