DROP INDEX "ugc"."chat_task_age";--> statement-breakpoint
DROP INDEX "ugc"."chat_task_waiting";--> statement-breakpoint
ALTER TABLE "ugc"."chat_task" ADD COLUMN "reported_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "ugc"."provider_call" ADD COLUMN "adapter" text;--> statement-breakpoint
CREATE INDEX "chat_task_person" ON "ugc"."chat_task" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "chat_task_ended" ON "ugc"."chat_task" USING btree ("created_at") WHERE state <> 'waiting';--> statement-breakpoint
CREATE INDEX "delivery_ended" ON "ugc"."delivery" USING btree ("sent_at") WHERE sent_at is not null;--> statement-breakpoint
CREATE INDEX "operator_message_ended" ON "ugc"."operator_message" USING btree ("created_at") WHERE state <> 'waiting';--> statement-breakpoint
CREATE INDEX "progress_message_ended" ON "ugc"."progress_message" USING btree ("ended_at") WHERE ended_at is not null;--> statement-breakpoint
CREATE INDEX "telegram_file_age" ON "ugc"."telegram_file" USING btree ("saved_at");--> statement-breakpoint
CREATE INDEX "telegram_update_lane" ON "ugc"."telegram_update" USING btree ("lane");--> statement-breakpoint
CREATE INDEX "own_presenter_owner" ON "ugc"."own_presenter" USING btree ("owner");--> statement-breakpoint
CREATE INDEX "person_folder" ON "ugc"."person" USING btree (left(encode(sha256(replace("id", '\', '\\')::bytea), 'hex'), 16));--> statement-breakpoint
CREATE INDEX "chat_task_waiting" ON "ugc"."chat_task" USING btree ("created_at") WHERE state = 'waiting';