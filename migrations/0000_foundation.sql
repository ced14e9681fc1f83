CREATE SCHEMA IF NOT EXISTS "ugc";
--> statement-breakpoint
CREATE TABLE "ugc"."consent" (
	"owner" text NOT NULL,
	"picture_sha256" text NOT NULL,
	"text_version" text NOT NULL,
	"given_at" timestamp with time zone DEFAULT now() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "consent_owner_picture_sha256_text_version_pk" PRIMARY KEY("owner","picture_sha256","text_version")
);
--> statement-breakpoint
CREATE TABLE "ugc"."production" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"fingerprint" text NOT NULL,
	"order" jsonb NOT NULL,
	"state" text NOT NULL,
	"error_reason" text,
	"error_message" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "production_state" CHECK ("ugc"."production"."state" in ('running', 'delivered', 'failed', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "ugc"."step" (
	"production_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"position" integer NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"claimed_by" uuid,
	"failures" integer DEFAULT 0 NOT NULL,
	"fraction" double precision DEFAULT 0 NOT NULL,
	"result_key" text,
	"reused" boolean DEFAULT false NOT NULL,
	"adapter" text,
	"operation" jsonb,
	"submit_state" text,
	"estimated_cost_usd" numeric(12, 6),
	"actual_cost_usd" numeric(12, 6),
	"seconds" double precision,
	"cpu_seconds" double precision,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "step_production_id_kind_pk" PRIMARY KEY("production_id","kind"),
	CONSTRAINT "step_state" CHECK ("ugc"."step"."state" in ('waiting', 'running', 'done', 'failed')),
	CONSTRAINT "step_submit_state" CHECK ("ugc"."step"."submit_state" in ('sending', 'submitted', 'unknown'))
);
--> statement-breakpoint
CREATE TABLE "ugc"."stored_result" (
	"key" text PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"kind" text NOT NULL,
	"value" jsonb NOT NULL,
	"adapter" text NOT NULL,
	"bytes" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "ugc"."step" ADD CONSTRAINT "step_production_id_production_id_fk" FOREIGN KEY ("production_id") REFERENCES "ugc"."production"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "production_unfinished" ON "ugc"."production" USING btree ("owner","fingerprint") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "production_history" ON "ugc"."production" USING btree ("owner","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "stored_result_owner" ON "ugc"."stored_result" USING btree ("owner","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "stored_result_expiry" ON "ugc"."stored_result" USING btree ("expires_at") WHERE expires_at is not null;