-- Whatever the program does: entries and postings are written once and never changed.
CREATE FUNCTION "ugc"."ledger_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % of % is refused', lower(TG_OP), TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER "ledger_entry_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ugc"."ledger_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "ugc"."ledger_append_only"();
--> statement-breakpoint
CREATE TRIGGER "ledger_posting_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ugc"."ledger_posting"
  FOR EACH STATEMENT EXECUTE FUNCTION "ugc"."ledger_append_only"();
--> statement-breakpoint
CREATE TRIGGER "ledger_account_kept" BEFORE DELETE OR TRUNCATE ON "ugc"."ledger_account"
  FOR EACH STATEMENT EXECUTE FUNCTION "ugc"."ledger_append_only"();
--> statement-breakpoint
-- At commit every entry has two postings whose sum is 0. It also keeps a later pair out of an old entry.
CREATE FUNCTION "ugc"."ledger_entry_balanced"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_entry bigint := CASE TG_TABLE_NAME
    WHEN 'ledger_entry' THEN (to_jsonb(NEW) ->> 'id')::bigint
    ELSE (to_jsonb(NEW) ->> 'entry_id')::bigint
  END;
  v_postings bigint;
  v_sum numeric;
BEGIN
  SELECT count(*), coalesce(sum(amount), 0) INTO v_postings, v_sum
    FROM "ugc"."ledger_posting" WHERE entry_id = v_entry;
  IF v_postings <> 2 OR v_sum <> 0 THEN
    RAISE EXCEPTION 'ledger entry % has % postings with the sum %; two with the sum 0 are allowed',
      v_entry, v_postings, v_sum USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "ledger_entry_balanced" AFTER INSERT ON "ugc"."ledger_entry"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "ugc"."ledger_entry_balanced"();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "ledger_posting_balanced" AFTER INSERT ON "ugc"."ledger_posting"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "ugc"."ledger_entry_balanced"();
--> statement-breakpoint
-- Moves an amount from one account to another, once per key; the same key again gives the first one's entry.
-- Meant for READ COMMITTED: a concurrent twin waits at the unique key, and then reads what the first one committed.
CREATE FUNCTION "ugc"."ledger_move"(
  p_key text, p_kind text, p_reference text, p_note text,
  p_from text, p_to text, p_amount bigint, p_reverses bigint
) RETURNS TABLE (entry_id bigint, repeated boolean, balance bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_fingerprint text := md5(jsonb_build_array(p_kind, p_reference, p_from, p_to, p_amount, p_reverses)::text);
  v_entry bigint;
  v_earlier "ugc"."ledger_entry";
  v_account record;
  v_change bigint;
  v_after bigint;
  v_balance bigint;
  v_postings integer := 0;
BEGIN
  IF p_amount IS NULL OR p_amount <= 0 THEN
    RAISE EXCEPTION 'the amount of a movement is %; it must be above 0', p_amount USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO "ugc"."ledger_entry" (idempotency_key, kind, reference, note, fingerprint, reverses)
    VALUES (p_key, p_kind, p_reference, p_note, v_fingerprint, p_reverses)
    ON CONFLICT (idempotency_key) DO NOTHING RETURNING id INTO v_entry;
  IF v_entry IS NULL THEN
    SELECT * INTO STRICT v_earlier FROM "ugc"."ledger_entry" WHERE idempotency_key = p_key;
    IF v_earlier.fingerprint <> v_fingerprint THEN
      RAISE EXCEPTION 'the key % belongs to another movement', p_key
        USING ERRCODE = 'unique_violation', CONSTRAINT = 'ledger_key_reused';
    END IF;
    RETURN QUERY SELECT v_earlier.id, true, max(p.balance_after)
      FROM "ugc"."ledger_posting" p WHERE p.entry_id = v_earlier.id;
    RETURN;
  END IF;
  -- In the order of their ids, so that two movements never wait for each other.
  FOR v_account IN
    SELECT a.id, a.kind, a.code FROM "ugc"."ledger_account" a WHERE a.code IN (p_from, p_to) ORDER BY a.id
  LOOP
    v_change := CASE WHEN v_account.code = p_from THEN -p_amount ELSE p_amount END;
    v_after := NULL;
    IF v_account.kind = 'person' THEN
      -- The row's lock and its check of the balance are all the guard that is needed.
      UPDATE "ugc"."ledger_account" a SET balance = a.balance + v_change WHERE a.id = v_account.id
        RETURNING a.balance INTO v_after;
      v_balance := v_after;
    END IF;
    INSERT INTO "ugc"."ledger_posting" (entry_id, account_id, amount, balance_after)
      VALUES (v_entry, v_account.id, v_change, v_after);
    v_postings := v_postings + 1;
  END LOOP;
  IF v_postings <> 2 THEN
    RAISE EXCEPTION 'a movement needs two accounts; % and % are not both known', p_from, p_to
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'ledger_account_unknown';
  END IF;
  RETURN QUERY SELECT v_entry, false, v_balance;
END $$;
--> statement-breakpoint
INSERT INTO "ugc"."ledger_account" ("code", "kind") VALUES
  ('system:bonus', 'system'),
  ('system:granted', 'system'),
  ('system:held', 'system'),
  ('system:spent', 'system'),
  ('system:imported', 'system');
