// Made by `npm run generate` from the OpenAPI snapshot; not edited by hand.
import type { Decimal } from "../../lib/decimal";
export interface paths {
    "/api/v1/advertisers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists advertisers, newest first; an advertiser sees itself. */
        get: operations["list_advertisers"];
        put?: never;
        /** Makes an advertiser: ACTIVE, its address not verified yet. For admins. */
        post: operations["create_advertiser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/advertisers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an advertiser. */
        get: operations["show_advertiser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes an advertiser. For admins and the advertiser itself. */
        patch: operations["update_advertiser"];
        trace?: never;
    };
    "/api/v1/advertisers/{id}/reinstate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lifts a suspension; campaigns wait 7 days to be resumed by hand. For admins. Rule: CAM-27. */
        post: operations["reinstate_advertiser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/advertisers/{id}/settlement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pays a terminated account out: debts first, then the rest of the wallet. For admins.
         *     Rule: CAM-27.
         */
        post: operations["settle_advertiser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/advertisers/{id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Holds an account: its running and scheduled campaigns pause at once, budgets stay held.
         *     For admins. Rule: CAM-27.
         */
        post: operations["suspend_advertiser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/advertisers/{id}/terminate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends an account for good: campaigns are cancelled and refunded less debts. For admins.
         *     Rule: CAM-27.
         */
        post: operations["terminate_advertiser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/advertisers/{id}/verify-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Notes that an advertiser's address was verified. For admins. */
        post: operations["verify_email"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists API tokens, newest first; those of an advertiser or supplier see their own. */
        get: operations["list_api_tokens"];
        put?: never;
        /**
         * Makes an API token. For admins; only a `SUPER_ADMIN` makes those of admins.
         * @description Takes no `Idempotency-Key`: the secret is kept nowhere.
         */
        post: operations["create_api_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an API token, without its secret. */
        get: operations["show_api_token"];
        put?: never;
        post?: never;
        /** Revokes an API token; the row stays. For admins. */
        delete: operations["revoke_api_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists assets, newest first: operators see all, advertisers their own. */
        get: operations["list_assets"];
        put?: never;
        /** Takes a file into the catalogue, PENDING. For admins and advertisers. */
        post: operations["create_asset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an asset. For operators and the owner. */
        get: operations["show_asset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Sets the end of an asset's licence anew. For admins and the owner. Rule: CAM-28. */
        patch: operations["update_asset"];
        trace?: never;
    };
    "/api/v1/assets/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets an asset play, with what a person found in it. For reviewers and admins. */
        post: operations["approve_asset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sends an asset's file, or one range of it. For operators, the owner and ACTIVE devices.
         * @description The `ETag` is the file's SHA-256; `If-None-Match` and `If-Range` are honoured. Several ranges
         *     at once get the whole file.
         */
        get: operations["show_asset_content"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forbids an asset to play, also after it was approved. For reviewers and admins. */
        post: operations["reject_asset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets/{id}/scan-flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replaces what was found in an asset. For reviewers and admins. */
        put: operations["set_scan_flags"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what was done by whom, newest first. For the operator. */
        get: operations["list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs a person in; the cookie holds the session. */
        post: operations["log_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs a person out. */
        post: operations["log_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows who one is. */
        get: operations["show_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocking-rules/{id}/overrides": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists a rule's overrides, newest first, also past ones. For operators and the store's owner. */
        get: operations["list_overrides"];
        put?: never;
        /**
         * Lets a campaign into a store in spite of a rule, until the campaign's end. For super
         *     administrators; the supplier is told. Rule: BLK-05.
         */
        post: operations["create_override"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/budget-increases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists increases that wait for approval, oldest campaign first. For the operator. Rule: D-55. */
        get: operations["list_increases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists campaigns, newest first; an advertiser sees its own. */
        get: operations["list_campaigns"];
        put?: never;
        /**
         * Creates a draft, warning of campaigns that it is much like. For admins, and advertisers for
         *     themselves. Rule: CAM-04, CAM-23.
         */
        post: operations["create_campaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a campaign; its revision is the ETag. */
        get: operations["show_campaign"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Edits a campaign as far as the matrix of its status allows; with `If-Match` only the revision that
         *     was seen. All refused fields are named at once. New content of a campaign that waits for approval
         *     sends it back to DRAFT with its hold released; more budget is held at once. Rule: CAM-11.
         *     Edits a campaign as far as its status allows (`edit_rules`); with `If-Match` only the revision
         *     that was seen. More budget is taken from the wallet with the edit. Rule: CAM-11.
         */
        patch: operations["edit_campaign"];
        trace?: never;
    };
    "/api/v1/campaigns/{id}/ab-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the report of the campaign's newest A/B test. Rule: ABT-05. */
        get: operations["show_ab_test"];
        put?: never;
        /**
         * Begins an A/B test of the campaign's content. Rule: ABT-01.
         * @description The campaign is SCHEDULED, ACTIVE or PAUSED; the test draws variants while it is ACTIVE.
         */
        post: operations["start_ab_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/ab-test/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives the test up; all content is served again. Rule: ABT-04. */
        post: operations["cancel_ab_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/ab-test/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs the test longer: at its end or after it found no difference. Rule: ABT-04. */
        post: operations["extend_ab_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/ab-test/winner": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the test with a winner, which gets all slots, or without one. Rule: ABT-03, ABT-04. */
        post: operations["choose_winner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves a campaign that waits. For admins and reviewers. Rule: CAM-09. */
        post: operations["approve_campaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what was done to a campaign, newest first. */
        get: operations["list_campaign_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/budget-snapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists a campaign's hourly budget snapshots, newest first. Rule: BUD-06, D-13. */
        get: operations["list_snapshots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a campaign before its time; what is left is refunded after the grace. Rule: CAM-21. */
        post: operations["cancel_campaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/clear-flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a campaign's `review_flags` away once a person has looked. For admins and reviewers. */
        post: operations["clear_flags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/daily-cap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets the daily cap or takes it away, in every status until the end. Rule: CAM-18. */
        put: operations["set_daily_cap"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/distribution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows how a campaign's content stands, device by device. Rule: CAM-10. */
        get: operations["show_distribution"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/emergency-stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stops a campaign at once on all devices. Advertisers their own ACTIVE ones, admins any.
         * @description What is on a screen may finish, nothing of it is billed after this moment; it resumes only
         *     after a review. No confirmation is asked. Rule: CAM-12.
         */
        post: operations["stop_campaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Estimates what a campaign would deliver and cost; it needs dates and stores. */
        get: operations["estimate_campaign"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/final-report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the final report: made five minutes after the end, never changed. Rule: CAM-21. */
        get: operations["show_final_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/impressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists a campaign's plays, newest first, each with its cost and whether proof is available. */
        get: operations["list_impressions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/investigation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the case of a campaign. */
        get: operations["show_investigation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/investigation/accept-extension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes the offer to run again: a draft like the campaign and as long. For admins and the
         *     campaign's owner. Rule: CAM-26.
         */
        post: operations["accept_extension"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/investigation/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a case with its cause and what follows from it. For admins. Rule: CAM-26. */
        post: operations["resolve_investigation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pauses a running campaign; plays on screen have five minutes to arrive, unless it violates the
         *     policy. Rule: CAM-19, CAM-20.
         */
        post: operations["pause_campaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/previews/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a preview of a campaign: `content`, `device`, `store` or `schedule`. Rule: CAM-13. */
        get: operations["show_preview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/previews/{kind}/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Draws a preview: content at the target resolution (JPEG), a device or store to scale, or an hour
         *     of rotation (PNG). Rule: CAM-13.
         */
        get: operations["show_preview_image"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/pricing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets how plays are priced from now on; earlier plays keep their price. For admins. Rule: D-27. */
        put: operations["set_pricing"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/proof-of-play": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what was played on a day or in a range: live today, final and immutable afterwards. */
        get: operations["show_proof_of_play"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/rate-impact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Projects a campaign's cost under the newest announced rates. Rule: CAM-29. */
        get: operations["show_rate_impact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rejects a campaign that waits; its budget is released. For admins and reviewers. Rule: CAM-09. */
        post: operations["reject_campaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/rejections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists a campaign's rejected plays, newest first, each with its reason. */
        get: operations["list_rejections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/request-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a campaign that waits back to its draft; its budget is released. For admins and
         *     reviewers. Rule: CAM-09.
         */
        post: operations["request_changes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resumes a paused campaign. Rule: CAM-19, CAM-20. */
        post: operations["resume_campaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/retry-distribution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Distributes a campaign's content again after ERROR. Rule: CAM-10. */
        post: operations["retry_distribution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows what a decision about a campaign needs. For admins, reviewers and auditors.
         *     Rule: CAM-09.
         */
        get: operations["show_review"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Simulates a campaign that has dates and stores, from the history of past ones. Charges nothing
         *     and changes nothing. For the operator, and advertisers their own. Rule: CAM-15.
         */
        post: operations["simulate_campaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a campaign's counters as of the last commit. */
        get: operations["show_stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submits a campaign: checks it whole, holds its budget; SCHEDULED or PENDING_APPROVAL. Warnings
         *     come back as `ACKNOWLEDGEMENT_REQUIRED` until they are acknowledged. Rule: CAM-08, CAM-23, BUD-01.
         */
        post: operations["submit_campaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/targeting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Chooses a campaign's stores, by hand or by criteria, and says which of them can show it and what
         *     they would deliver. A draft's stores change freely; once submitted and approved, stores are added,
         *     and only those that block the campaign may be removed. Rule: CAM-07, CAM-11, BLK-01.
         */
        put: operations["set_targets"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the newest test: figures while it runs, the summary afterwards. Rule: CAM-14. */
        get: operations["show_test"];
        put?: never;
        /**
         * Begins a test: the campaign plays in the chosen stores before its start, with real billing.
         *     Rule: CAM-14.
         */
        post: operations["start_test"];
        /** Stops the test; plays on screen still have their five minutes. Rule: CAM-14. */
        delete: operations["stop_test"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/top-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adds budget from the wallet; a campaign paused for an exhausted budget runs on.
         * @description An increase past the limit of approval (10,000) is held and waits for a person while the campaign
         *     runs on; `pending_increase` has it. Rule: BUD-04, D-55.
         */
        post: operations["top_up_campaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/top-up/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approves more budget: it joins the budget, and an exhausted campaign runs on. For admins and
         *     reviewers. Rule: D-55.
         */
        post: operations["approve_increase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/top-up/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rejects more budget; the money goes back to the wallet. For admins and reviewers. Rule: D-55. */
        post: operations["reject_increase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what happened to a campaign's money, newest first; plays and other transfers in one order. */
        get: operations["list_transactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists manual credits of all wallets, newest first, such as those that wait for a second person.
         *     For the operator.
         */
        get: operations["list_credits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists devices, newest first: operators see all, suppliers those in their stores. */
        get: operations["list_devices"];
        put?: never;
        /**
         * Registers a device in a store. For admins, and suppliers in their own stores.
         * @description With a key and by an admin it is ACTIVE at once; by a supplier it waits for approval; without a
         *     key it waits for enrolment. Takes no `Idempotency-Key`: the tokens are kept nowhere.
         */
        post: operations["create_device"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a device, with its time online ever. A device may ask for itself. */
        get: operations["show_device"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes a device. For admins, and suppliers in their own stores. */
        patch: operations["update_device"];
        trace?: never;
    };
    "/api/v1/devices/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets an enrolled device play. For admins. */
        post: operations["approve_device"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Streams commands to the device itself (server-sent events named `command`); for people and
         *     programs it lists them, newest first.
         * @description With the device's token: every command that is not acknowledged comes first, also after a
         *     reconnect with `Last-Event-ID`, then new ones as they are given. A device has one stream: a
         *     new one ends the one before. With other tokens: a JSON list. Rule: DEV-05.
         */
        get: operations["follow_commands"];
        put?: never;
        /** Sends ROTATE_KEY or SCREENSHOT to a device. For admins. Rule: DEV-05. */
        post: operations["send_command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/commands/{command_id}/ack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Acknowledges a command. With the device's token; the same answer twice is one. Rule: DEV-05. */
        post: operations["ack_command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Notes that a device is there, and how far its clock is off. With the device's token. */
        post: operations["send_heartbeat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists what a device logged, the newest upload first. For operators, and suppliers their own
         *     devices. Rule: DEV-07.
         */
        get: operations["list_logs"];
        put?: never;
        /** Keeps log lines of a device, as evidence. With the device's token. Rule: DEV-07. */
        post: operations["upload_logs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/manifest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what a device may play while it cannot ask. With the device's token. */
        get: operations["show_manifest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/manifest/ack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says that the manifest's content is on the device, or why not. With the device's token.
         *     Rule: DEV-04, CAM-10.
         */
        post: operations["ack_manifest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/next-ad": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Offers a device its next ad, as a lease; 204 when nothing fits now. With the device's token. */
        post: operations["take_next_ad"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a device out for good. For admins. */
        post: operations["revoke_device"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/rotate-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives a device a new key; plays from now on need it, earlier ones keep the old. For the device
         *     itself and admins.
         */
        post: operations["rotate_device_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/enrol": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enrols a device with its one-time token and its key; it then waits for approval.
         * @description The token is the credential. Takes no `Idempotency-Key`: the device's token is kept nowhere.
         */
        post: operations["enrol_device"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emergency-stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stops several campaigns at once; one that cannot be stopped does not hold up the others.
         *     For admins. Rule: CAM-12.
         */
        post: operations["stop_campaigns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emergency-stop-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists requests, newest first: operators see all, suppliers their own. */
        get: operations["list_stop_requests"];
        put?: never;
        /**
         * Asks for an emergency stop of a campaign on the supplier's stores. For suppliers.
         * @description An administrator decides about the whole campaign; for a reason of safety the supplier's own
         *     stores go dark at once. Rule: CAM-12, D-59.
         */
        post: operations["request_stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emergency-stop-requests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a request. */
        get: operations["show_stop_request"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emergency-stop-requests/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves a request: the whole campaign is stopped. For admins. Rule: CAM-12, D-59. */
        post: operations["approve_stop_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emergency-stop-requests/{id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Declines a request, with the reason; the supplier's own stores stay dark until their incident
         *     is resolved. For admins. Rule: CAM-12, D-59.
         */
        post: operations["decline_stop_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Streams what happens: `campaign`, `device`, `reviews`, `job`, `notice`, `play` with JSON.
         * @description Filtered by what the caller may see. After `Last-Event-ID` the missed events come first; where
         *     they are no longer kept, `resync` asks to read everything again.
         */
        get: operations["stream_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holidays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists holidays by country and date, newest first. */
        get: operations["list_holidays"];
        put?: never;
        /** Adds a holiday; 200 when it was there already. For admins. */
        post: operations["add_holiday"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holidays/{country}/{date}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a holiday out. For admins. */
        delete: operations["remove_holiday"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/impressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submits one play for billing.
         * @description 201 verified and billed; 202 held for review; 200 the first answer again; 422 refused by a rule
         *     with its reason and numbers. Answers only after the play is on disk.
         */
        post: operations["submit_impression"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/impressions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an impression. */
        get: operations["show_impression"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/impressions/{id}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows everything about an impression: what was signed, each check, the price step by step,
         *     every movement of money, the review.
         */
        get: operations["show_trail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/impressions/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submits up to 1,000 plays of one device, each with its own verdict.
         * @description 200 also when some are refused: look at each result's `status` (`VERIFIED`, `UNDER_REVIEW`,
         *     `REJECTED`, `REFUSED` for one that was not recorded).
         */
        post: operations["submit_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists incidents, newest first: operators see all, advertisers those of their campaigns,
         *     suppliers those on their stores.
         */
        get: operations["list_incidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an incident with every device that was told to stop. */
        get: operations["show_incident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends an investigation. For admins.
         * @description A: may run on, by the advertiser too. B: an admin resumes once the issue is resolved. C: stays
         *     paused for a policy violation, formal warning. D: the campaign is terminated, its payouts stay
         *     frozen, the account is suspended and investigated. Rule: CAM-12.
         */
        post: operations["resolve_incident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/investigations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists cases, newest campaign first; an advertiser sees its own. */
        get: operations["list_investigations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists jobs with their last slot, result and next slot. For the operator. */
        get: operations["list_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{name}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs every slot of a job that has come; one that was done already is not done again. */
        post: operations["run_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists one's own notifications in one's language, newest first. */
        get: operations["list_notifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{seq}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks one of one's own notifications read; the first moment stays. */
        post: operations["mark_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/read-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks all of one's own notifications read. */
        post: operations["mark_all_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts one's own unread notifications. */
        get: operations["count_unread"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists deliveries, newest first. For the operator. */
        get: operations["list_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/{seq}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries a delivery that was given up again, from its first attempt on. For admins. */
        post: operations["retry_delivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rate-cards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the versions of the base rates, newest first, with peak hours and multipliers. */
        get: operations["list_rate_cards"];
        put?: never;
        /** Announces new base rates and tells the advertisers. For admins. */
        post: operations["announce_rates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/share-of-voice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compares what draws promised each campaign with what was billed. Advertisers see rows of their own
         *     campaigns, suppliers those of their own stores; shares are always of everything.
         * @description Promises count on the day of the draw, plays on the day they were played.
         */
        get: operations["show_share_of_voice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the plays that wait, oldest first. For the operator. */
        get: operations["list_reviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/{impression_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bills a play that waits. */
        post: operations["approve_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/{impression_id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rejects a play that waits; the held cost goes back to where it came from. */
        post: operations["reject_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decides many plays at once: all of them or none. */
        post: operations["decide_reviews"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Searches campaigns, stores, devices and (for the operator) the audit, best first.
         * @description An advertiser finds its own campaigns, a supplier its own stores and devices.
         */
        get: operations["search_all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sim/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the simulated clock. */
        get: operations["show_clock"];
        put?: never;
        /** Sets the simulated clock forward; every job and timer due on the way runs first, in order. */
        post: operations["set_clock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists stores, newest first: operators see all, suppliers their own, advertisers all with what
         *     they choose by.
         */
        get: operations["list_stores"];
        put?: never;
        /** Makes a store. For admins, and suppliers their own. */
        post: operations["create_store"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stores/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a store. */
        get: operations["show_store"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes a store. For admins, and suppliers their own. */
        patch: operations["update_store"];
        trace?: never;
    };
    "/api/v1/stores/{id}/blocking-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists a store's rules, newest first, also those that are off. For operators and the owner. */
        get: operations["list_blocking_rules"];
        put?: never;
        /** Makes a store block a brand, category or keyword from now on. For admins and the owner. */
        post: operations["create_blocking_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stores/{id}/blocking-rules/{rule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a rule. For operators and the owner. */
        get: operations["show_blocking_rule"];
        put?: never;
        post?: never;
        /**
         * Switches a rule off; it stays readable, for the plays that it judged. For admins and
         *     the owner.
         */
        delete: operations["delete_blocking_rule"];
        options?: never;
        head?: never;
        /** Switches a rule on or off, or changes its reason. For admins and the owner. */
        patch: operations["update_blocking_rule"];
        trace?: never;
    };
    "/api/v1/suppliers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists suppliers, newest first; a supplier sees itself. */
        get: operations["list_suppliers"];
        put?: never;
        /** Makes a supplier: ACTIVE. For admins. */
        post: operations["create_supplier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suppliers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a supplier. */
        get: operations["show_supplier"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes a supplier. For admins and the supplier itself. */
        patch: operations["update_supplier"];
        trace?: never;
    };
    "/api/v1/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows version, clock and queue. */
        get: operations["show_system"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists users, newest first; people of an advertiser or supplier see their own. */
        get: operations["list_users"];
        put?: never;
        /**
         * Makes a user. For admins; only a `SUPER_ADMIN` makes admins.
         * @description Takes no `Idempotency-Key` (nothing about a password is kept beside its slow hash); a second
         *     call with the same address is a conflict.
         */
        post: operations["create_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a user. */
        get: operations["show_user"];
        put?: never;
        post?: never;
        /** Disables a user and ends the person's sessions; the row stays. For admins. */
        delete: operations["disable_user"];
        options?: never;
        head?: never;
        /**
         * Changes a user; people change their own name, password and language, admins the rest.
         * @description A new role, a new password or disabling ends the person's sessions. Takes no
         *     `Idempotency-Key`; the same change twice is one change.
         */
        patch: operations["update_user"];
        trace?: never;
    };
    "/api/v1/wallets/{owner_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a wallet's balances. */
        get: operations["show_wallet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wallets/{owner_id}/credits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the manual credits of a wallet, newest first. For the operator. */
        get: operations["list_wallet_credits"];
        put?: never;
        /**
         * Gives a wallet money. Above the configured limit (together with what one admin alone gave it
         *     lately) it waits, and another admin decides. For admins. Rule: BUD-07.
         */
        post: operations["give_credit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wallets/{owner_id}/credits/{credit_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Books a credit that waits. For an admin other than the one who asked for it. Rule: BUD-07. */
        post: operations["approve_credit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wallets/{owner_id}/credits/{credit_id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rejects a credit that waits. For an admin other than the one who asked for it. Rule: BUD-07. */
        post: operations["reject_credit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wallets/{owner_id}/deposits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Books money that came in for an advertiser. For admins. */
        post: operations["deposit_money"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wallets/{owner_id}/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a wallet's statement over UTC days, with opening and closing balances. Rule: BUD-07. */
        get: operations["show_statement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wallets/{owner_id}/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists what moved a wallet, newest first.
         * @description A supplier's shares of plays that were billed as they arrived stand as one sum a day of receipt;
         *     today's still grows. Shares of plays decided in review are entries of their own.
         */
        get: operations["list_wallet_transactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wallets/{owner_id}/withdrawals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Books what a supplier takes out of what is available. For admins and the supplier itself.
         *     Rule: BUD-07.
         */
        post: operations["withdraw_money"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists webhooks, newest first; advertisers and suppliers see their own. */
        get: operations["list_webhooks"];
        put?: never;
        /**
         * Makes a webhook for what the caller acts for. For admins, advertisers and suppliers.
         * @description Each call is signed after Standard Webhooks. Takes no `Idempotency-Key`: the secret is shown
         *     only in this answer.
         */
        post: operations["create_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a webhook. */
        get: operations["show_webhook"];
        put?: never;
        post?: never;
        /** Deletes a webhook and its secret; what waits for it is given up. */
        delete: operations["delete_webhook"];
        options?: never;
        head?: never;
        /** Changes a webhook; its secret stays. */
        patch: operations["update_webhook"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description How a test ended. Rule: ABT-03, ABT-04.
         * @enum {string}
         */
        AbOutcome: "WINNER_FOUND" | "WINNER_CHOSEN" | "NO_SIGNIFICANT_DIFFERENCE" | "ENDED_WITHOUT_WINNER" | "BUDGET_EXHAUSTED" | "ONE_VARIANT_LEFT" | "CAMPAIGN_ENDED" | "CANCELLED";
        /**
         * @description Where a test stands. Rule: ABT-01.
         * @enum {string}
         */
        AbStatus: "RUNNING" | "COMPLETED" | "CANCELLED";
        /** @description The report of an A/B test. Rule: ABT-05. */
        AbTestReport: {
            /** @description Whether the statistics choose the winner. */
            auto_winner: boolean;
            /**
             * Format: uuid
             * @description Parent campaign.
             */
            campaign_id: string;
            /**
             * Format: int32
             * @description Percent.
             */
            confidence_threshold: number;
            /** @description Creation. */
            created_at: components["schemas"]["Timestamp"];
            /**
             * Format: int32
             * @description Whole days that it ran, pauses left out.
             */
            duration_days: number;
            ended_at?: components["schemas"]["Timestamp"] | null;
            /** @description Whether it stands still because the campaign is not ACTIVE. */
            is_paused: boolean;
            outcome?: components["schemas"]["AbOutcome"] | null;
            /** @description The final look, if there are enough plays by then. */
            planned_end: components["schemas"]["Timestamp"];
            /** @description What to do. */
            recommendation: components["schemas"]["Recommendation"];
            started_at?: components["schemas"]["Timestamp"] | null;
            /** @description What the figures prove. */
            statistical_analysis: components["schemas"]["StatisticsView"];
            /** @description Where it stands. */
            status: components["schemas"]["AbStatus"];
            /**
             * Format: uuid
             * @description Test.
             */
            test_id: string;
            /** @description What decides. */
            test_metric: components["schemas"]["TestMetric"];
            /**
             * Format: int64
             * @description Billed plays of all variants.
             */
            total_impressions: number;
            /** @description In their order. */
            variants: components["schemas"]["VariantView"][];
        };
        /** @description The answer to an answer. */
        Acknowledged: {
            /** @description When that came, server clock. */
            acked_at: components["schemas"]["Timestamp"];
            /**
             * Format: uuid
             * @description Which command.
             */
            command_id: string;
            /** @description What it asked for. */
            kind: components["schemas"]["CommandKind"];
            /** @description What holds: a first OK stays. */
            status: components["schemas"]["AckStatus"];
        };
        /**
         * @description What a device answers.
         * @enum {string}
         */
        AckStatus: "OK" | "FAILED";
        /**
         * @description What can be done to a campaign.
         * @enum {string}
         */
        Action: "SUBMIT" | "APPROVE" | "REJECT" | "REQUEST_CHANGES" | "ACTIVATE" | "PAUSE" | "RESUME" | "AUTO_PAUSE" | "EMERGENCY_STOP" | "CANCEL" | "COMPLETE" | "EXPIRE" | "FAIL_DISTRIBUTION" | "RETRY_DISTRIBUTION" | "EDIT" | "TOP_UP" | "START_TEST";
        /** @description What changes of an advertiser. */
        AdvertiserChange: {
            /** @description Contact address; a new one has to be verified again. */
            email?: string | null;
            language?: components["schemas"]["Language"] | null;
            /** @description Display name. */
            name?: string | null;
        };
        /** @description What is known of a buyer. */
        AdvertiserHistory: {
            /**
             * Format: uuid
             * @description The buyer.
             */
            advertiser_id: string;
            /** @description Other campaigns, by status. */
            campaigns: {
                [key: string]: number;
            };
            /** @description Since when it is with us. */
            created_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description Disputes about its plays.
             */
            disputes: number;
            /** @description Name. */
            name: string;
            /**
             * Format: int32
             * @description Pauses for a violation of the policy.
             */
            policy_pauses: number;
            /** @description Rejections of its campaigns, newest first. */
            rejections: components["schemas"]["PastRejection"][];
            /** @description Charged for plays of all campaigns so far. */
            spent: components["schemas"]["Amount"];
            /** @description Status of the account. */
            status: components["schemas"]["PartyStatus"];
            /** @description Suspensions of the account. */
            suspensions: number;
        };
        /** @description An advertiser. */
        AdvertiserView: {
            /** @description Creation. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Contact address. */
            email: string;
            /** @description Whether the address was verified; needed to create campaigns. */
            email_verified: boolean;
            /**
             * Format: uuid
             * @description Id.
             */
            id: string;
            /** @description Language of notifications. */
            language: components["schemas"]["Language"];
            /** @description Display name. */
            name: string;
            /** @description Whether it takes part. */
            status: components["schemas"]["PartyStatus"];
            suspension?: components["schemas"]["SuspensionView"] | null;
            termination?: components["schemas"]["TerminationView"] | null;
            /** @description Last change. */
            updated_at: components["schemas"]["Timestamp"];
        };
        /**
         * @description What an aggregate will become. Rule: D-60.
         * @enum {string}
         */
        AggregateKind: "RECORD" | "LATE" | "REVIEW_RESOLVED";
        /** @description When everything was marked read. */
        AllReadView: {
            /** @description The moment. */
            read_at: components["schemas"]["Timestamp"];
            /** @description Unread ones that are left: those told since. */
            unread: number;
        };
        /** @description Decimal number with at most 6 decimals; text is read too */
        Amount: Decimal;
        /** @description A token just made; its secret is shown only here. */
        ApiTokenCreated: components["schemas"]["ApiTokenView"] & {
            /** @description The secret, for `Authorization: Bearer`. */
            token: string;
        };
        /** @description A token of a program, without its secret. */
        ApiTokenView: {
            /** @description Creation. */
            created_at: components["schemas"]["Timestamp"];
            expires_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: uuid
             * @description Id.
             */
            id: string;
            /** @description Whether it counts now. */
            is_active: boolean;
            /** @description What it is for. */
            name: string;
            /**
             * Format: uuid
             * @description The advertiser or supplier it acts for; absent (null) for the operator.
             */
            owner_id?: string | null;
            revoked_at?: components["schemas"]["Timestamp"] | null;
            /** @description What it may do. */
            role: components["schemas"]["Role"];
        };
        /** @description A rectangle in pixels. */
        Area: {
            /**
             * Format: int32
             * @description Height.
             */
            height: number;
            /**
             * Format: int32
             * @description Width.
             */
            width: number;
            /**
             * Format: int32
             * @description Left edge.
             */
            x: number;
            /**
             * Format: int32
             * @description Upper edge.
             */
            y: number;
        };
        /** @description The approval of an asset. */
        AssetApproval: {
            /** @description What a person found; nothing where absent. */
            scan_flags?: components["schemas"]["ScanFlag"][];
        };
        /** @description What changes of an asset. */
        AssetChange: {
            /** @description End of the licence, in the future. */
            license_expires_at: components["schemas"]["Timestamp"];
        };
        /** @description The form of an upload. */
        AssetForm: {
            /**
             * Format: uuid
             * @description The owner; the caller's own advertiser where absent.
             */
            advertiser_id?: string | null;
            /**
             * Format: binary
             * @description MP4, JPEG or PNG; at least 1920×1080 in either orientation, a film 10 to 60 seconds.
             */
            file: string;
            license_expires_at?: components["schemas"]["Timestamp"] | null;
            /** @description Display name; the file's name where absent. */
            name?: string | null;
        };
        /**
         * @description What kind of file an asset is.
         * @enum {string}
         */
        AssetKind: "IMAGE" | "VIDEO";
        /** @description Why an asset may not play. */
        AssetRejection: {
            /** @description The owner reads it; 1 to 500 characters. */
            reason: string;
        };
        /**
         * @description Whether an asset may play.
         * @enum {string}
         */
        AssetStatus: "PENDING" | "APPROVED" | "REJECTED" | "EXPIRED";
        /** @description A creative file. */
        AssetView: {
            /**
             * Format: uuid
             * @description The owner.
             */
            advertiser_id?: string | null;
            /**
             * Format: int64
             * @description Size of the file.
             */
            bytes: number;
            /** @description Media type as probed. */
            content_type: string;
            /** @description Creation. */
            created_at: components["schemas"]["Timestamp"];
            /**
             * Format: int32
             * @description Length of a film; display time of a still where the device says nothing else.
             */
            duration_seconds: number;
            /**
             * Format: int32
             * @description Pixels.
             */
            height: number;
            /**
             * Format: uuid
             * @description Id.
             */
            id: string;
            /** @description Still or film. */
            kind: components["schemas"]["AssetKind"];
            license_expires_at?: components["schemas"]["Timestamp"] | null;
            /** @description Display name. */
            name: string;
            /** @description Why it was rejected. */
            rejection_reason?: string | null;
            /** @description What a scan or a person found. */
            scan_flags: components["schemas"]["ScanFlag"][];
            /** @description SHA-256 of the file, hex. */
            sha256: string;
            /** @description Whether it may play, its licence considered. */
            status: components["schemas"]["AssetStatus"];
            /** @description Last change. */
            updated_at: components["schemas"]["Timestamp"];
            /**
             * Format: int32
             * @description Pixels.
             */
            width: number;
        };
        /** @description One thing that somebody did. */
        AuditView: {
            /** @description What was done. */
            action: string;
            /** @description Name for people. */
            actor: string;
            /**
             * Format: uuid
             * @description User or token; absent (null) for the appliance itself.
             */
            actor_id?: string | null;
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description By a person, a program or the appliance. */
            change_type: components["schemas"]["ChangeType"];
            /** @description Field that changed. */
            field?: string | null;
            /** @description Where the call came from. */
            ip_address?: string | null;
            /** @description Value after. */
            new_value?: string | null;
            /** @description Value before. */
            old_value?: string | null;
            /** @description Why, if given. */
            reason?: string | null;
            /** @description Place in the order of all entries. */
            seq: components["schemas"]["u64"];
            /** @description To what kind of thing. */
            subject: string;
            /**
             * Format: uuid
             * @description To which one.
             */
            subject_id?: string | null;
        };
        /** @description How often the range held on days that had no part in it. */
        BackTest: {
            /**
             * Format: int64
             * @description Of those, how many lay within the range.
             */
            covered_days: number;
            /**
             * Format: int64
             * @description Of those, how many lay within the range.
             */
            covered_store_days: number;
            /**
             * Format: int64
             * @description Days that they were tested on, all stores together.
             */
            held_out_days: number;
            /**
             * Format: int64
             * @description Newer store-days that they were tested on.
             */
            held_out_store_days: number;
            /**
             * Format: int64
             * @description Store-days that the tested quantiles were made of.
             */
            trained_store_days: number;
        };
        /** @description Balances of a wallet at one moment. */
        Balances: {
            /** @description What can be spent or withdrawn. */
            available_balance: components["schemas"]["Amount"];
            pending_balance?: components["schemas"]["Amount"] | null;
        };
        /**
         * @description What a range was made with.
         * @enum {string}
         */
        Basis: "TARGET_STORES" | "ALL_STORES" | "FORMULA";
        /** @description A verdict for each play, in order. */
        BatchAnswer: {
            /** @description `index`, `impression_id`, `status`, and `cost`… or `error`, `message` and the numbers. */
            results: Record<string, never>[];
        };
        /** @description A store that blocked a campaign. */
        BlockedAtEnd: {
            /** @description Which rule, in words. */
            reason: string;
            /** @description Whether it did not block at the activation. */
            since_activation: boolean;
            /**
             * Format: uuid
             * @description Store.
             */
            store_id: string;
            /** @description Its name. */
            store_name: string;
        };
        /** @description A store that does not show the campaign. */
        BlockedStore: {
            /** @description Which rule blocks, in words. */
            reason: string;
            /**
             * Format: uuid
             * @description Store.
             */
            store_id: string;
            /** @description Its name. */
            store_name: string;
        };
        /** @description What changes of a rule; what it blocks never does. */
        BlockingRuleChange: {
            /** @description Only the same value is taken. */
            blocked_value?: string | null;
            /** @description On or off from now. */
            is_active?: boolean | null;
            /** @description Why. */
            reason?: string | null;
        };
        /** @description What a store blocks. */
        BlockingRuleView: {
            /** @description With what. */
            blocked_value: string;
            /** @description Creation. */
            created_at: components["schemas"]["Timestamp"];
            /**
             * Format: uuid
             * @description User or token that made it.
             */
            created_by?: string | null;
            /**
             * Format: uuid
             * @description Id.
             */
            id: string;
            /** @description Whether it is switched on. */
            is_active: boolean;
            /** @description Why. */
            reason?: string | null;
            /** @description What is compared. */
            rule_type: components["schemas"]["RuleType"];
            /**
             * Format: uuid
             * @description The store.
             */
            store_id: string;
            /** @description Last change. */
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description How many plays were decided. */
        BulkDecided: {
            /** @description Decided now. */
            decided: number;
        };
        /** @description One decision on many plays. */
        BulkDecision: {
            /** @description Which way. */
            decision: components["schemas"]["Verdict"];
            /** @description 1 to 1,000 plays; each counts once. */
            impression_ids: string[];
            /** @description At most 500 characters; needed for a rejection. */
            reason?: string | null;
        };
        /**
         * @description What kind of caller one is.
         * @enum {string}
         */
        CallerKind: "USER" | "TOKEN" | "DEVICE";
        /** @description Fields of a campaign as given; absent ones stay as they are. */
        CampaignFields: {
            /**
             * @description 2 to 50 characters.
             * @default null
             */
            brand_name: string | null;
            /** @default null */
            budget: components["schemas"]["Amount"] | null;
            /**
             * @description One of the ten categories.
             * @default null
             */
            category: string | null;
            /**
             * @description Assets in rotation order.
             * @default null
             */
            content_assets: string[] | null;
            /** @default null */
            daily_cap: components["schemas"]["Amount"] | null;
            /**
             * @description Store-local hours.
             * @default null
             */
            dayparts: components["schemas"]["DaypartInput"][] | null;
            /**
             * @description At most 500 characters.
             * @default null
             */
            description: string | null;
            /**
             * @description RFC 3339, or a date (inclusive: 23:59:59 UTC).
             * @default null
             */
            end_date: string | null;
            /**
             * Format: int64
             * @description Informational.
             * @default null
             */
            impression_goal: number | null;
            /**
             * @description 3 to 100 characters, unique for the advertiser.
             * @default null
             */
            name: string | null;
            /**
             * Format: int64
             * @description 1 to 10, at most 2 from the budget's default.
             * @default null
             */
            priority: number | null;
            /**
             * @description Why, for the audit trail: 1 to 500 characters.
             * @default null
             */
            reason: string | null;
            /**
             * @description RFC 3339, or a date (00:00 UTC).
             * @default null
             */
            start_date: string | null;
            /**
             * @description Stores.
             * @default null
             */
            target_stores: string[] | null;
        };
        /** @description How plays of a campaign are priced. Rule: D-27. */
        CampaignPricing: {
            cpm?: components["schemas"]["Amount"] | null;
            /** @description By rate card or by contract. */
            mode: components["schemas"]["PricingMode"];
        };
        /** @description Everything that a person needs to decide about a campaign. */
        CampaignReview: {
            /** @description Who buys, and what was before. */
            advertiser: components["schemas"]["AdvertiserHistory"];
            /** @description Why a person must look at it. */
            approval_reasons: string[];
            /** @description All fields. */
            campaign: components["schemas"]["CampaignView"];
            /** @description Its content with what the scans found; the files lie at `/assets/{id}/content`. */
            content: components["schemas"]["AssetView"][];
            expires_at?: components["schemas"]["Timestamp"] | null;
            /** @description Where it would show. */
            stores: components["schemas"]["StorePoint"][];
        };
        /** @description A campaign's counters and balances. */
        CampaignStats: {
            /** @description Paid by the platform, beside `spent`. */
            absorbed: components["schemas"]["Amount"];
            /** @description Percent of the budget spent, 2 decimals. */
            completion_pct: components["schemas"]["Amount"];
            cpm_variance_pct?: components["schemas"]["Amount"] | null;
            daily_cap?: components["schemas"]["Amount"] | null;
            /**
             * Format: int64
             * @description Draws of today (UTC) that left the campaign out because of its daily cap.
             */
            daily_cap_skips: number;
            /** @description Charged for plays of today (UTC). */
            daily_spent: components["schemas"]["Amount"];
            /**
             * Format: int64
             * @description Seconds of billed plays.
             */
            duration_seconds: number;
            effective_cpm?: components["schemas"]["Amount"] | null;
            estimated_cpm?: components["schemas"]["Amount"] | null;
            first_impression_at?: components["schemas"]["Timestamp"] | null;
            health?: components["schemas"]["Health"] | null;
            /** @description What waits for reviews. */
            held_for_review: components["schemas"]["Amount"];
            /**
             * Format: int64
             * @description Seconds of the run in which no device was online, as of the last full hour.
             */
            offline_seconds: number;
            /**
             * Format: int64
             * @description Rejected plays.
             */
            rejected: number;
            /** @description Rejected plays by recorded reason. */
            rejections: {
                [key: string]: number;
            };
            /** @description What can still be spent. */
            remaining_budget: components["schemas"]["Amount"];
            /** @description Charged for billed plays. */
            spent: components["schemas"]["Amount"];
            /** @description Percent of the run time passed, time without any device online left out; 2 decimals. */
            time_completion_pct: components["schemas"]["Amount"];
            /**
             * Format: int64
             * @description Plays that wait for review.
             */
            under_review: number;
            /**
             * Format: int64
             * @description Billed plays.
             */
            verified: number;
        };
        /**
         * @description Where a campaign stands. Rule: CAM-03, D-41.
         * @enum {string}
         */
        CampaignStatus: "DRAFT" | "PENDING_APPROVAL" | "SCHEDULED" | "ACTIVE" | "PAUSED" | "ERROR" | "COMPLETED" | "CANCELLED" | "REJECTED" | "EXPIRED";
        /** @description A campaign: every field of the entity, its counters and what the caller may do with it. */
        CampaignView: {
            /** @description Paid by the platform for billed plays, beside `spent`. */
            absorbed: components["schemas"]["Amount"];
            activated_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: uuid
             * @description The buyer.
             */
            advertiser_id?: string | null;
            /** @description What the caller may do now. */
            allowed_actions: components["schemas"]["Action"][];
            /** @description Chosen stores that block it now. */
            blocked_stores: components["schemas"]["BlockedStore"][];
            /** @description Brand. */
            brand_name?: string | null;
            budget?: components["schemas"]["Amount"] | null;
            category?: components["schemas"]["Category"] | null;
            completed_at?: components["schemas"]["Timestamp"] | null;
            /** @description Assets in rotation order. */
            content_assets: string[];
            /** @description Creation. */
            created_at: components["schemas"]["Timestamp"];
            daily_cap?: components["schemas"]["Amount"] | null;
            /** @description Store-local hours; empty = always. */
            dayparts: components["schemas"]["Daypart"][];
            /** @description Description. */
            description?: string | null;
            /** @description What an edit may do to each field in this status. */
            edit_rules: {
                [key: string]: components["schemas"]["EditRule"];
            };
            emergency_stopped_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: uuid
             * @description Who stopped it; absent (null) for the system.
             */
            emergency_stopped_by?: string | null;
            end_date?: components["schemas"]["Timestamp"] | null;
            /** @description What waits for reviews. */
            held_for_review: components["schemas"]["Amount"];
            /**
             * Format: uuid
             * @description Id.
             */
            id: string;
            /**
             * Format: int64
             * @description Wished-for plays.
             */
            impression_goal?: number | null;
            /**
             * Format: uuid
             * @description Its incident.
             */
            incident_id?: string | null;
            /** @description Name. */
            name: string;
            pause_reason?: components["schemas"]["PauseReason"] | null;
            paused_at?: components["schemas"]["Timestamp"] | null;
            pending_increase?: components["schemas"]["PendingIncrease"] | null;
            /** @description How plays are priced. */
            pricing: components["schemas"]["CampaignPricing"];
            /**
             * Format: int32
             * @description 1 to 10.
             */
            priority: number;
            /** @description Why it was rejected. */
            rejection_reason?: string | null;
            /** @description What can still be spent; before submission the budget. */
            remaining_budget: components["schemas"]["Amount"];
            /** @description What a person wished to be changed before approval. */
            requested_changes?: string | null;
            resumed_at?: components["schemas"]["Timestamp"] | null;
            /** @description Why the operator should look at it; empty for others. */
            review_flags: components["schemas"]["ReviewFlag"][];
            settled_at?: components["schemas"]["Timestamp"] | null;
            /** @description Charged for billed plays. */
            spent: components["schemas"]["Amount"];
            start_date?: components["schemas"]["Timestamp"] | null;
            /** @description Status. */
            status: components["schemas"]["CampaignStatus"];
            sub_status?: components["schemas"]["SubStatus"] | null;
            submitted_at?: components["schemas"]["Timestamp"] | null;
            /** @description Chosen stores. */
            target_stores: string[];
            targeting_criteria?: components["schemas"]["Criteria"] | null;
            /**
             * Format: int32
             * @description Seconds of one rotation.
             */
            total_content_seconds: number;
            /** @description Last change. */
            updated_at: components["schemas"]["Timestamp"];
        };
        /**
         * @description Whether a case is decided.
         * @enum {string}
         */
        CaseStatus: "OPEN" | "RESOLVED";
        /**
         * @description The category of the advertised goods. Rule: CAM-02.
         * @enum {string}
         */
        Category: "FOOD_BEVERAGE" | "ELECTRONICS" | "FASHION_APPAREL" | "HEALTH_BEAUTY" | "HOME_GARDEN" | "AUTOMOTIVE" | "ENTERTAINMENT" | "FINANCIAL_SERVICES" | "TELECOM" | "OTHER";
        /**
         * @description Why a campaign had no plays. Rule: CAM-26.
         * @enum {string}
         */
        Cause: "STORE_DEVICE_ISSUES" | "BLOCKING_RULE_CHANGES" | "PLATFORM_FAULT" | "FORCE_MAJEURE";
        /**
         * @description How a change came about. Rule: CAM-11 (EDIT-003).
         * @enum {string}
         */
        ChangeType: "MANUAL" | "SYSTEM" | "API";
        /** @description A check and how it ended. */
        CheckOutcome: {
            /** @description Which, in the order they run. */
            check: string;
            /** @description The sentence of the refusal. */
            message?: string | null;
            /** @description `PASSED`, `FAILED`, `NOT_REACHED`. */
            outcome: string;
            /** @description Why it failed, as recorded. */
            reason?: string | null;
        };
        /** @description A circle on the map. */
        Circle: {
            /**
             * Format: double
             * @description Degrees, north positive.
             */
            lat: number;
            /**
             * Format: double
             * @description Degrees, east positive.
             */
            lng: number;
            /**
             * Format: double
             * @description Radius, above 0 and at most 20015 km, to the metre.
             */
            max_distance_km: number;
        };
        /** @description Where the clock shall go: one of the two. */
        ClockChange: {
            /**
             * Format: int64
             * @description So many seconds forward.
             */
            advance_seconds?: number | null;
            set?: components["schemas"]["Timestamp"] | null;
        };
        /** @description What came of a command. */
        CommandAnswer: {
            /** @description In the device's words. */
            detail?: string | null;
            /** @description `OK` or `FAILED`. */
            status: components["schemas"]["AckStatus"];
        };
        /**
         * @description What a device is told. Rule: DEV-05.
         * @enum {string}
         */
        CommandKind: "STOP" | "MANIFEST_CHANGED" | "ROTATE_KEY" | "SCREENSHOT";
        /** @description A command as people see it. */
        CommandView: {
            /** @description In its words. */
            ack_detail?: string | null;
            ack_status?: components["schemas"]["AckStatus"] | null;
            acked_at?: components["schemas"]["Timestamp"] | null;
            /** @description The campaigns that it is about. */
            campaign_ids: string[];
            /**
             * Format: uuid
             * @description Id.
             */
            command_id: string;
            /** @description Creation. */
            created_at: components["schemas"]["Timestamp"];
            /**
             * Format: uuid
             * @description The incident behind a STOP.
             */
            incident_id?: string | null;
            /** @description What the device was told. */
            kind: components["schemas"]["CommandKind"];
            /** @description Whether the device still has to do it. */
            open: boolean;
            /** @description Why. */
            reason?: string | null;
            /**
             * Format: int32
             * @description How often it was put on the stream again.
             */
            repeats: number;
            /** @description A newer one says the same and more. */
            superseded: boolean;
        };
        /**
         * @description How much a recommendation is worth. Rule: ABT-05.
         * @enum {string}
         */
        Confidence: "HIGH" | "MEDIUM" | "LOW";
        /** @description An asset as it will appear. */
        ContentPreview: {
            /** @description Where it lies on the screen of the target resolution. */
            area: components["schemas"]["Area"];
            /**
             * Format: uuid
             * @description Asset.
             */
            asset_id: string;
            /** @description The file itself, with its sound. */
            content_url: string;
            /**
             * Format: int32
             * @description Seconds that one play lasts.
             */
            duration_seconds: number;
            /** @description Whether it has sound; a still has none. */
            has_audio: boolean;
            /**
             * Format: int32
             * @description Pixels of the file.
             */
            height: number;
            /** @description The drawing at the target resolution; of a film a card with its length. */
            image_url: string;
            /** @description Still or film. */
            kind: components["schemas"]["AssetKind"];
            /** @description Display name. */
            name: string;
            /**
             * Format: int32
             * @description Pixels of the file.
             */
            width: number;
        };
        /** @description What a thousand plays would cost. */
        CpmRange: {
            /** @description Over all eligible devices, peak and other hours by their share of a week. */
            average: components["schemas"]["Amount"];
            /** @description Lowest and highest of a device and hour. */
            range: components["schemas"]["Amount"][];
        };
        /** @description A new campaign, and what to know before submitting it. */
        CreatedCampaign: components["schemas"]["CampaignView"] & {
            /** @description Campaigns that it is much like, as a submission warns of them. */
            warnings: Record<string, never>[];
        };
        /** @description Why a credit is not given. */
        CreditRejection: {
            /** @description 1 to 500 characters. */
            reason: string;
        };
        /**
         * @description Where a manual credit stands. Rule: BUD-07.
         * @enum {string}
         */
        CreditStatus: "PENDING" | "BOOKED" | "REJECTED";
        /** @description A manual credit. */
        CreditView: {
            /** @description Always above zero. */
            amount: components["schemas"]["Amount"];
            /** @description Of the amount. */
            currency: components["schemas"]["Currency"];
            decided_at?: components["schemas"]["Timestamp"] | null;
            /** @description The second person; absent (null) when none was needed or none has decided. */
            decided_by?: string | null;
            /** @description Why, for a rejection. */
            decision_reason?: string | null;
            /**
             * Format: uuid
             * @description Id; the reference of its transaction.
             */
            id: string;
            /**
             * Format: uuid
             * @description The advertiser or supplier.
             */
            owner_id?: string | null;
            /** @description Why. */
            reason: string;
            /** @description When. */
            requested_at: components["schemas"]["Timestamp"];
            /** @description Who asked for it. */
            requested_by: string;
            /** @description Where it stands. */
            status: components["schemas"]["CreditStatus"];
        };
        /** @description What stores must be like; all given criteria must hold, at least one is needed. */
        Criteria: {
            /**
             * @description One of these categories; empty = any.
             * @default []
             */
            categories: components["schemas"]["StoreCategory"][];
            /**
             * Format: int32
             * @description Visitors a day at least.
             * @default null
             */
            min_foot_traffic: number | null;
            /** @default null */
            near: components["schemas"]["Circle"] | null;
            /**
             * @description One of these regions; empty = any.
             * @default []
             */
            regions: string[];
        };
        /**
         * @description The currencies that the appliance keeps accounts in; they never mix (rule D-28).
         * @enum {string}
         */
        Currency: "USD" | "EUR";
        /** @description The most that a campaign may spend on a UTC day. */
        DailyCapBody: {
            daily_cap: components["schemas"]["Amount"] | null;
        };
        /**
         * @description How a device stands after a STOP. Silence is never taken for dark.
         * @enum {string}
         */
        DarkState: "DARK" | "FAILED" | "WAITING" | "UNREACHABLE";
        /**
         * Format: date
         * @description UTC day, YYYY-MM-DD
         */
        Day: string;
        /** @description A day of a campaign. */
        DayFigures: {
            /** @description Their cost. */
            cost: components["schemas"]["Amount"];
            /** @description UTC day of `played_at`. */
            date: components["schemas"]["Day"];
            /**
             * Format: int64
             * @description Billed plays.
             */
            impressions: number;
        };
        /**
         * @description A window of the week on the wall clock of a store.
         *
         *     `days` are the days on which it begins; it may pass midnight. Rule: CAM-24.
         */
        Daypart: {
            /** @description The days on which the window begins, each once, from Monday on. */
            days: components["schemas"]["Weekday"][];
            /** @description Inclusive. */
            from: components["schemas"]["TimeOfDay"];
            /** @description Exclusive; before `from` it means the next day. */
            to: components["schemas"]["TimeOfDay"];
        };
        /** @description A window as a request writes it, not checked yet. */
        DaypartInput: {
            /** @description `MON` to `SUN`. */
            days: string[];
            /** @description `HH:MM`, inclusive. */
            from: string;
            /** @description `HH:MM`, exclusive; before `from` it means the next day. */
            to: string;
        };
        /** @description What is said about a request. */
        DecisionNote: {
            /** @description Required to decline. */
            note?: string | null;
        };
        /** @description A review's decision. */
        DecisionView: {
            /** @description When. */
            decided_at: components["schemas"]["Timestamp"];
            /** @description Who. */
            decided_by: string;
            /** @description Their note. */
            note?: string | null;
            /** @description Why rejected. */
            reason?: string | null;
            /** @description What holds since then. */
            status: components["schemas"]["PlayStatus"];
        };
        /**
         * @description The way of a delivery.
         * @enum {string}
         */
        DeliveryChannel: "EMAIL" | "WEBHOOK";
        /**
         * @description Where a delivery stands.
         * @enum {string}
         */
        DeliveryStatus: "PENDING" | "DELIVERED" | "DEAD";
        /** @description A delivery. */
        DeliveryView: {
            /**
             * Format: int32
             * @description Attempts since it was made or last revived.
             */
            attempts: number;
            /** @description The way. */
            channel: components["schemas"]["DeliveryChannel"];
            /** @description Its code. */
            code: string;
            /** @description When it was made. */
            created_at: components["schemas"]["Timestamp"];
            finished_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: uuid
             * @description The same for every attempt: `webhook-id` without its `msg_`, `Message-ID` of a mail.
             */
            id: string;
            /** @description What went wrong last. */
            last_error?: string | null;
            next_attempt_at?: components["schemas"]["Timestamp"] | null;
            /** @description The notification. */
            notification: components["schemas"]["u64"];
            /**
             * Format: uuid
             * @description The advertiser or supplier that is told; absent (null) for the operator.
             */
            owner_id?: string | null;
            /** @description Place in the order of all entries; names it in `/outbox/{seq}/retry`. */
            seq: components["schemas"]["u64"];
            /** @description Where it stands. */
            status: components["schemas"]["DeliveryStatus"];
            /** @description Address of a mail. */
            to?: string | null;
            /**
             * Format: uuid
             * @description The webhook.
             */
            webhook_id?: string | null;
        };
        /** @description The answer to `Deposit`. */
        Deposited: {
            /** @description What was booked. */
            amount: components["schemas"]["Amount"];
            /** @description What the advertiser can spend now. */
            available_balance: components["schemas"]["Amount"];
            /** @description Of all amounts. */
            currency: components["schemas"]["Currency"];
            /** @description What its campaigns hold. */
            held_balance: components["schemas"]["Amount"];
            /**
             * Format: uuid
             * @description Reference of the transfer.
             */
            transaction_id: string;
        };
        /** @description What changes of a device. Store and status count from now on. */
        DeviceChange: {
            /**
             * Format: int32
             * @description Display time of an image, seconds.
             */
            image_display_seconds?: number | null;
            /** @description Display name. */
            name?: string | null;
            /**
             * Format: int32
             * @description Ad slots an hour.
             */
            slots_per_hour?: number | null;
            status?: components["schemas"]["DeviceStatus"] | null;
            /**
             * Format: uuid
             * @description Where it stands now.
             */
            store_id?: string | null;
        };
        /** @description The answer to `EnrolDevice`. The token is shown only here. */
        DeviceEnrolled: {
            /** @description The device's credential. */
            device_token: string;
            /**
             * Format: uuid
             * @description Of the device.
             */
            id: string;
            /**
             * Format: uuid
             * @description The key's id.
             */
            key_id: string;
            /** @description PENDING until approved. */
            status: components["schemas"]["DeviceStatus"];
        };
        /** @description A public key of a device. */
        DeviceKeyView: {
            /** @description SHA-256 of the key (SubjectPublicKeyInfo, DER), hex. */
            fingerprint: string;
            /**
             * Format: uuid
             * @description `key_id` of submissions.
             */
            key_id: string;
            /** @description Counts from. */
            valid_from: components["schemas"]["Timestamp"];
            valid_until?: components["schemas"]["Timestamp"] | null;
        };
        /** @description A device just made. Its tokens are shown only here. */
        DeviceMade: {
            /** @description The device's credential, when a key was given. */
            device_token?: string | null;
            /** @description The one-time token for enrolment, when no key was given. */
            enrolment_token?: string | null;
            /**
             * Format: uuid
             * @description Of the device.
             */
            id: string;
            /**
             * Format: uuid
             * @description The key's id, when a key was given.
             */
            key_id?: string | null;
            /** @description ACTIVE or PENDING. */
            status: components["schemas"]["DeviceStatus"];
        };
        /** @description A simulated device. */
        DevicePreview: {
            /** @description Where the content lies, in the screen's pixels. */
            content_area: components["schemas"]["Area"];
            /** @description Whether the content lies within the safe zone or reaches over it. */
            content_reaches_over_safe_zone: boolean;
            /**
             * Format: int32
             * @description Pixels.
             */
            height: number;
            /**
             * Format: int32
             * @description Picture's height in millimetres.
             */
            height_mm: number;
            /** @description The drawing. */
            image_url: string;
            /** @description How it hangs. */
            orientation: components["schemas"]["Orientation"];
            /** @description Resolution. */
            resolution: components["schemas"]["Resolution"];
            /** @description Where text and logos are safe, in the screen's pixels. */
            safe_zone: components["schemas"]["Area"];
            /**
             * Format: int32
             * @description Diagonal.
             */
            screen_inches: number;
            /**
             * Format: int32
             * @description Pixels.
             */
            width: number;
            /**
             * Format: int32
             * @description Picture's width in millimetres.
             */
            width_mm: number;
        };
        /** @description How the content stands on one device. */
        DeviceShareView: {
            acked_at?: components["schemas"]["Timestamp"] | null;
            changed_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: uuid
             * @description Device.
             */
            device_id?: string | null;
            /** @description Its name. */
            device_name?: string | null;
            /** @description Whether it is online. */
            online: boolean;
            /** @description What it said when it refused. */
            reason?: string | null;
            status?: components["schemas"]["ShareStatus"] | null;
            /**
             * Format: int32
             * @description How often it was told.
             */
            tries: number;
        };
        /**
         * @description Whether a device may play. Rule: DEV-01.
         * @enum {string}
         */
        DeviceStatus: "PENDING" | "ACTIVE" | "MAINTENANCE" | "REVOKED";
        /** @description A screen in a store. */
        DeviceView: {
            /**
             * Format: int32
             * @description Plays of the last 24 hours whose times say that the clock is wrong (edge case 5).
             */
            clock_troubles_24h: number;
            /** @description Creation. */
            created_at: components["schemas"]["Timestamp"];
            /** @description So many that the clock needs a person. */
            has_chronic_clock_trouble: boolean;
            /**
             * Format: int32
             * @description Pixels.
             */
            height: number;
            /**
             * Format: uuid
             * @description Id.
             */
            id: string;
            /**
             * Format: int32
             * @description Display time of an image, seconds; the appliance's default where absent (null).
             */
            image_display_seconds?: number | null;
            /** @description Keys, oldest first. */
            keys: components["schemas"]["DeviceKeyView"][];
            last_heartbeat?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int64
             * @description Newest measured clock error, device less server, milliseconds.
             */
            last_skew_ms?: number | null;
            /** @description Display name. */
            name: string;
            /** @description Whether a heartbeat came within the last minutes. */
            online: boolean;
            /** @description How it hangs. */
            orientation: components["schemas"]["Orientation"];
            /**
             * Format: double
             * @description Diagonal, at most one decimal.
             */
            screen_inches: number;
            /**
             * Format: int32
             * @description Ad slots an hour, as declared.
             */
            slots_per_hour?: number | null;
            /** @description Whether it may play. */
            status: components["schemas"]["DeviceStatus"];
            /**
             * Format: uuid
             * @description Where it stands now.
             */
            store_id?: string | null;
            /** @description Last change. */
            updated_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description Seconds online ever; only where one device is shown.
             */
            uptime_seconds?: number | null;
            /**
             * Format: int32
             * @description Pixels.
             */
            width: number;
        };
        /** @description How a campaign's content stands. */
        DistributionView: {
            /** @description Devices that have it. */
            acked: number;
            /**
             * Format: uuid
             * @description The campaign.
             */
            campaign_id: string;
            /**
             * Format: int32
             * @description How often the content could not be read.
             */
            content_failures: number;
            /** @description Device by device. */
            devices: components["schemas"]["DeviceShareView"][];
            /** @description Devices that may show it or were told of it. */
            devices_total: number;
            /** @description What went wrong last. */
            error?: string | null;
            /** @description Devices that refused. */
            failed: number;
            next_look_at?: components["schemas"]["Timestamp"] | null;
            /** @description Devices that were not told, since they were never online. */
            not_told: number;
            offline_since?: components["schemas"]["Timestamp"] | null;
            /** @description Devices that were told and have not answered. */
            pending: number;
            started_at?: components["schemas"]["Timestamp"] | null;
            /** @description Its status. */
            status: components["schemas"]["CampaignStatus"];
        };
        /**
         * @description What may happen to a field.
         * @enum {string}
         */
        EditRule: "FREE" | "RESUBMITS" | "INCREASE_ONLY" | "DELAY_ONLY" | "EXTEND_ONLY" | "ADD_STORES" | "ADD_ASSETS" | "REPLACE_ASSETS" | "READ_ONLY";
        /** @description What a device sends to enrol. */
        Enrolment: {
            /** @description The one-time token. */
            enrolment_token: string;
            /** @description RSA key of 2048 to 8192 bits. */
            public_key_pem: string;
        };
        /** @description What a campaign would deliver and cost. */
        EstimateView: {
            /** @description How many block it. */
            blocked_count: number;
            /** @description Stores that block it. */
            blocked_stores: components["schemas"]["BlockedStore"][];
            /**
             * Format: int64
             * @description As many as the slots allow, rounded down.
             */
            deliverable_impressions: number;
            /** @description How many can show it. */
            eligible_count: number;
            /** @description Stores that can show it. */
            eligible_stores: components["schemas"]["StoreName"][];
            /** @description Cost of the estimated impressions. */
            estimated_cost: components["schemas"]["Amount"];
            /** @description Mean CPM of the eligible devices, peak and other hours by their share of a week. */
            estimated_cpm: components["schemas"]["Amount"];
            /**
             * Format: int64
             * @description By foot traffic, rounded down.
             */
            estimated_impressions: number;
            /** @description Cost of the lower of the two counts; compared with the budget. */
            expected_cost: components["schemas"]["Amount"];
            /** @description Eligible stores that are never open in the campaign's hours: they add nothing. */
            schedule_conflicts: components["schemas"]["StoreName"][];
            /** @description Stores that are not ACTIVE or have no ACTIVE device. */
            unusable_stores: components["schemas"]["BlockedStore"][];
        };
        /** @description What the range rests on. */
        Evidence: {
            /** @description The counts behind it. */
            back_test: components["schemas"]["BackTest"];
            /** @description What the range was made with. */
            basis: components["schemas"]["Basis"];
            delivered_pct?: components["schemas"]["Range_f64"] | null;
            /** @description The same in a sentence, with its numbers. */
            explanation: string;
            /**
             * Format: int64
             * @description How often such a range held on the newest days, which had no part in it; `null` where
             *     nothing could be held out.
             */
            measured_coverage_pct?: number | null;
            /** @description Eligible stores without any history. */
            new_stores: number;
            /**
             * Format: int32
             * @description How often the range should hold, in percent.
             */
            promised_coverage_pct: number;
            /** @description Which quantiles, in percent. */
            quantiles: components["schemas"]["Range_u32"];
            /**
             * Format: int64
             * @description Of those, how many of campaigns of the same category.
             */
            similar_store_days: number;
            /**
             * Format: int64
             * @description Whole days of past campaigns in a store that were compared.
             */
            store_days: number;
        };
        /** @description What the appliance knows about the run. */
        EvidenceView: {
            /** @description Stores that blocked it at the end. */
            blocked_stores: components["schemas"]["BlockedAtEnd"][];
            /**
             * Format: int32
             * @description ACTIVE devices in them.
             */
            devices: number;
            /**
             * Format: int32
             * @description Devices heard from since the activation.
             */
            devices_heard: number;
            /**
             * Format: int64
             * @description Seconds by which the activation was late; absent when it never became active.
             */
            late_seconds?: number | null;
            /**
             * Format: int64
             * @description Ads offered to devices.
             */
            offers: number;
            /**
             * Format: int64
             * @description Seconds of these without any device online.
             */
            offline_seconds: number;
            /** @description Rejected plays by recorded reason. */
            rejections: {
                [key: string]: number;
            };
            /** @description Every status that it had, with its reason. */
            status_history: components["schemas"]["StatusEntry"][];
            /**
             * Format: int32
             * @description Stores that it was meant for.
             */
            target_stores: number;
            /**
             * Format: int64
             * @description Seconds in which it wanted to play.
             */
            wanted_seconds: number;
        };
        /** @description A later end. */
        Extension: {
            /** @description RFC 3339, or a date (inclusive); later than now and than planned before. */
            planned_end: string;
        };
        /** @description When the extension begins. */
        ExtensionBody: {
            /** @description RFC 3339, or a date (00:00 UTC). */
            start_date: string;
        };
        /** @description One field of a request that breaks a rule. */
        FieldError: {
            /** @description A stable word. */
            error: string;
            /** @description The field's name, dotted for nested ones. */
            field: string;
            /** @description The sentence for a person. */
            message: string;
        };
        /** @description A campaign's figures at its settlement, and what reviews changed since. */
        FinalReportView: {
            /** @description Paid by the platform, beside `spent`. */
            absorbed: components["schemas"]["Amount"];
            activated_at?: components["schemas"]["Timestamp"] | null;
            /** @description Total budget. */
            budget: components["schemas"]["Amount"];
            /**
             * Format: uuid
             * @description Campaign.
             */
            campaign_id: string;
            completed_at?: components["schemas"]["Timestamp"] | null;
            /** @description Billed plays by UTC day, days without records left out. */
            days: components["schemas"]["DayFigures"][];
            /**
             * Format: int64
             * @description Seconds of billed plays.
             */
            duration_seconds: number;
            effective_cpm?: components["schemas"]["Amount"] | null;
            end_date?: components["schemas"]["Timestamp"] | null;
            first_impression_at?: components["schemas"]["Timestamp"] | null;
            /** @description The settlement. */
            generated_at: components["schemas"]["Timestamp"];
            /** @description Kept for plays under review. */
            held_for_review: components["schemas"]["Amount"];
            /**
             * Format: int64
             * @description Billed plays.
             */
            impressions: number;
            /** @description Name. */
            name: string;
            /** @description Figures as they are now. */
            now: components["schemas"]["LaterFigures"];
            /**
             * Format: int64
             * @description Seconds of the run in which no device was online.
             */
            offline_seconds: number;
            /** @description Given back to the wallet. */
            refunded: components["schemas"]["Amount"];
            /**
             * Format: int64
             * @description Rejected plays.
             */
            rejected: number;
            /** @description Rejected plays by recorded reason. */
            rejections: {
                [key: string]: number;
            };
            /** @description Below a cent, to the platform. */
            residue: components["schemas"]["Amount"];
            /** @description Charged for billed plays. */
            spent: components["schemas"]["Amount"];
            start_date?: components["schemas"]["Timestamp"] | null;
            /** @description COMPLETED or CANCELLED. */
            status: components["schemas"]["CampaignStatus"];
            /**
             * Format: int64
             * @description Plays that waited for review.
             */
            under_review: number;
            /** @description Devices with a billed play. */
            unique_devices: number;
            /** @description Stores with a billed play. */
            unique_stores: number;
        };
        /** @description What a person enters to end a case. */
        Finding: {
            /** @default null */
            cause: components["schemas"]["Cause"] | null;
            /**
             * @description `FORCE_MAJEURE` alone, and there required.
             * @default null
             */
            documentation: string | null;
            /**
             * @description What was found, 1 to 5,000 characters.
             * @default
             */
            findings: string;
            /**
             * @description `PLATFORM_FAULT` alone, and there required.
             * @default null
             */
            post_mortem: string | null;
            /** @default null */
            service_credit: components["schemas"]["Amount"] | null;
        };
        /**
         * @description Why a play is looked at.
         * @enum {string}
         */
        Flag: "SUSPICIOUS_LOCATION" | "HIGH_FREQUENCY" | "ROBOTIC_TIMING" | "NEW_DEVICE" | "LARGE_BUDGET" | "CLOCK_DRIFT";
        /** @description A set of flags: 2 bytes in rows, a list of words on the wire. */
        Flags: components["schemas"]["Flag"][];
        /** @description Something found. */
        FoundView: {
            /** @description When it was made or done. */
            at: components["schemas"]["Timestamp"];
            /** @description What tells it from others: brand, address, store, what changed. */
            detail: string;
            /**
             * Format: uuid
             * @description Of the campaign, store or device; of an audit entry's subject.
             */
            id?: string | null;
            /** @description What it is. */
            kind: components["schemas"]["Kind"];
            seq?: components["schemas"]["u64"] | null;
            /** @description Its name; an audit entry's action. */
            title: string;
        };
        /** @description Where plays were. */
        Geography: {
            /** @description Verified plays by region. */
            regions: {
                [key: string]: number;
            };
            /** @description Verified plays by store, most first. */
            stores: components["schemas"]["StorePlays"][];
        };
        /**
         * @description What shares are counted within.
         * @enum {string}
         */
        Grouping: "campaign" | "store" | "device";
        /**
         * @description How spend stands against time. Rule: CAM-22.
         * @enum {string}
         */
        Health: "BURNING_TOO_FAST" | "UNDERDELIVERING" | "ON_TRACK";
        /** @description The answer to `Heartbeat`. */
        HeartbeatAnswer: {
            /** @description False when plays with this clock would be refused. */
            clock_ok: boolean;
            /**
             * Format: int32
             * @description Seconds until the next heartbeat is due.
             */
            next_heartbeat_seconds: number;
            /** @description What the device still has to do, for those that do not listen to its command stream. */
            pending_commands: components["schemas"]["PendingCommand"][];
            /** @description Server clock at arrival. */
            server_time: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description Device clock less server clock, milliseconds; `None` without `sent_at`.
             */
            skew_ms?: number | null;
        };
        /** @description A device says that it is there. */
        HeartbeatBody: {
            sent_at?: components["schemas"]["Timestamp"] | null;
        };
        /** @description A public holiday; its hours follow the weekend. */
        HolidayView: {
            /**
             * @description Where, ISO 3166 code.
             * @example VN
             */
            country: string;
            /** @description Date on the calendar there. */
            date: components["schemas"]["Day"];
        };
        /** @description An hour's part. */
        HourShare: {
            /**
             * Format: int32
             * @description Hour of the store's day, 0 to 23.
             */
            hour: number;
            /** @description Whether most of its minutes are peak minutes. */
            is_peak: boolean;
            /**
             * Format: double
             * @description Percent of the plays, 2 decimals; all sum to 100.
             */
            pct_impressions: number;
        };
        /** @description A variant in an hour of the day. */
        HourView: {
            /**
             * Format: int64
             * @description Of these shown to the end.
             */
            completed: number;
            /**
             * Format: int32
             * @description 0 to 23.
             */
            hour: number;
            /**
             * Format: int64
             * @description Billed plays.
             */
            impressions: number;
        };
        /** @description An impression: what was recorded, and what later became of it. */
        ImpressionView: {
            /** @description Paid by the platform. */
            absorbed: components["schemas"]["Amount"];
            /** @description Came late through a queue. */
            backfill: boolean;
            /**
             * Format: uuid
             * @description Campaign as named by the device.
             */
            campaign_id: string;
            /** @description Paid from the campaign's budget. */
            charged: components["schemas"]["Amount"];
            /**
             * Format: uuid
             * @description Asset as named by the device.
             */
            content_asset_id: string;
            /** @description Price, 4 decimals. */
            cost: components["schemas"]["Amount"];
            /**
             * Format: int64
             * @description The device's count of plays.
             */
            counter?: number | null;
            /** @description CPM before duration, priority and quality. */
            cpm_rate: components["schemas"]["Amount"];
            /** @description Receipt, server clock. */
            created_at: components["schemas"]["Timestamp"];
            decided_at?: components["schemas"]["Timestamp"] | null;
            /** @description Who decided; "system" for timers. */
            decided_by?: string | null;
            /** @description What was deducted, and how much. */
            deductions: Record<string, never>[];
            /**
             * Format: uuid
             * @description Device.
             */
            device_id?: string | null;
            /**
             * Format: int32
             * @description Seconds played.
             */
            duration_actual: number;
            /**
             * Format: int32
             * @description Length of the content, seconds.
             */
            duration_expected: number;
            /** @description What was noticed. */
            flags: components["schemas"]["Flag"][];
            /**
             * Format: uuid
             * @description Id.
             */
            id: string;
            /** @description Peak hour of the store's wall clock. */
            is_peak_hour: boolean;
            /**
             * Format: uuid
             * @description Key that the device named.
             */
            key_id?: string | null;
            /**
             * Format: uuid
             * @description Lease that offered the slot.
             */
            lease_id?: string | null;
            location?: components["schemas"]["LocationView"] | null;
            /** @description The rest, once verified. */
            platform_revenue: components["schemas"]["Amount"];
            /** @description END of the play, device clock. */
            played_at: components["schemas"]["Timestamp"];
            /** @description Whether the frame itself is stored. */
            proof_available: boolean;
            /** @description SHA-256 over the signed text and the signature, hex. */
            proof_hash: string;
            /** @description Band of the score. */
            quality_band: components["schemas"]["QualityBand"];
            /**
             * Format: int32
             * @description 0 to 100.
             */
            quality_score: number;
            /** @description Receipt, server clock. */
            received_at: components["schemas"]["Timestamp"];
            /** @description The sentence of the refusal. */
            rejection_message?: string | null;
            /** @description Why rejected, as recorded. */
            rejection_reason?: string | null;
            /** @description SHA-256 of the captured frame, hex. */
            screenshot_hash?: string | null;
            sent_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int32
             * @description 1 or 2.
             */
            signature_version: number;
            /** @description The status that holds now. */
            status: components["schemas"]["PlayStatus"];
            /**
             * Format: uuid
             * @description Store that the device stood in.
             */
            store_id?: string | null;
            /** @description 80 % of the cost, once verified. */
            supplier_revenue: components["schemas"]["Amount"];
            /** @description Variant of an A/B test. */
            variant_id?: string | null;
            /** @description True when VERIFIED. */
            verified: boolean;
        };
        /** @description An emergency stop with its investigation. */
        IncidentView: {
            /**
             * Format: uuid
             * @description What was stopped.
             */
            campaign_id?: string | null;
            campaign_status?: components["schemas"]["CampaignStatus"] | null;
            compensation_amount?: components["schemas"]["Amount"] | null;
            /** @description Whether the content has to be approved again. */
            content_reapproval_required: boolean;
            /** @description Device by device; a supplier sees its own. */
            devices: components["schemas"]["StoppedDevice"][];
            /** @description Devices that said they stopped. */
            devices_dark: number;
            /** @description Devices that were told to stop. */
            devices_total: number;
            /** @description Devices that are offline and have not answered. */
            devices_unreachable: number;
            /** @description Links to evidence. */
            evidence_urls: string[];
            /** @description In words; not for suppliers. */
            findings?: string | null;
            /** @description Whether payouts of the affected plays wait. */
            frozen: boolean;
            /** @description Plays from this moment on are affected. */
            frozen_from: components["schemas"]["Timestamp"];
            /**
             * Format: uuid
             * @description Id.
             */
            id: string;
            /** @description Who, by kind. */
            initiator: components["schemas"]["Initiator"];
            /** @description The investigation is due. */
            investigation_due_at: components["schemas"]["Timestamp"];
            /** @description Whether every device said that it stopped. */
            is_dark: boolean;
            outcome?: components["schemas"]["Outcome"] | null;
            /** @description The same by name. */
            outcome_name?: string | null;
            overdue_since?: components["schemas"]["Timestamp"] | null;
            /** @description Why. */
            reason_code: components["schemas"]["StopReason"];
            /** @description In words. */
            reason_detail?: string | null;
            resolved_at?: components["schemas"]["Timestamp"] | null;
            /** @description Who resolved it. */
            resolved_by_name?: string | null;
            /** @description `CAMPAIGN`, or `STORES` for a supplier's own stop. */
            scope: string;
            /** @description `OPEN` or `RESOLVED`. */
            status: string;
            /** @description The campaign's status before. */
            status_before: components["schemas"]["CampaignStatus"];
            /** @description When. */
            stopped_at: components["schemas"]["Timestamp"];
            /**
             * Format: uuid
             * @description User or token; absent (null) for the system.
             */
            stopped_by?: string | null;
            /** @description Name for people. */
            stopped_by_name: string;
            /** @description Stores of a supplier's own stop. */
            store_ids: string[];
            /**
             * Format: double
             * @description Seconds from the stop to the last device's answer; absent (null) until all have answered.
             */
            time_to_dark_seconds?: number | null;
        };
        /** @description More budget that waits for approval. */
        IncreaseView: {
            /**
             * Format: uuid
             * @description The buyer.
             */
            advertiser_id?: string | null;
            /** @description How much more; held from the wallet. */
            amount: components["schemas"]["Amount"];
            /** @description Its budget now. */
            budget: components["schemas"]["Amount"];
            /**
             * Format: uuid
             * @description The campaign.
             */
            campaign_id: string;
            /** @description Its name. */
            campaign_name: string;
            /** @description Since when it waits. */
            requested_at: components["schemas"]["Timestamp"];
        };
        /**
         * @description Who stops. Source: BR-CAMP-EMERGENCY-001.
         * @enum {string}
         */
        Initiator: "ADVERTISER" | "ADMIN" | "SYSTEM" | "SUPPLIER";
        /** @description A case. */
        InvestigationView: {
            /**
             * Format: uuid
             * @description Campaign; the case is found by it.
             */
            campaign_id: string;
            /** @description Its name. */
            campaign_name: string;
            /** @description What the appliance knows. */
            evidence: components["schemas"]["EvidenceView"];
            /** @description When it was opened. */
            opened_at: components["schemas"]["Timestamp"];
            /** @description What was given back. */
            refunded: components["schemas"]["Amount"];
            resolution?: components["schemas"]["ResolutionView"] | null;
            /** @description OPEN or RESOLVED. */
            status: components["schemas"]["CaseStatus"];
            /** @description What the evidence speaks for. */
            suggested_cause: components["schemas"]["Cause"];
        };
        /** @description What a job did last. */
        JobDone: {
            /** @description When it was done. */
            finished_at: components["schemas"]["Timestamp"];
            /** @description The newest slot that was done. */
            last_slot: components["schemas"]["Timestamp"];
            /** @description Name. */
            name: string;
            /** @description What it did. */
            result: string;
        };
        /** @description A job of the appliance and where it stands. Rule: OPS-02. */
        JobInfo: {
            /** @description What it did, in a sentence. */
            last_result?: string | null;
            last_slot?: components["schemas"]["Timestamp"] | null;
            /** @description Name. */
            name: string;
            next_slot?: components["schemas"]["Timestamp"] | null;
            /** @description When it runs, as a cron expression or words. */
            schedule: string;
        };
        /** @description All jobs. */
        JobList: {
            /** @description In the order they run at one moment. */
            items: components["schemas"]["JobInfo"][];
        };
        /** @description The answer to `RotateDeviceKey`. */
        KeyRotated: {
            /**
             * Format: uuid
             * @description Of the device.
             */
            id: string;
            /**
             * Format: uuid
             * @description The new key's id.
             */
            key_id: string;
            /** @description The new key counts from, server clock. */
            valid_from: components["schemas"]["Timestamp"];
        };
        /**
         * @description Kinds of things that are found. The number goes into the index.
         * @enum {string}
         */
        Kind: "CAMPAIGN" | "STORE" | "DEVICE" | "AUDIT";
        /**
         * @description The language of a person. Rule: OPS-08.
         * @enum {string}
         */
        Language: "en" | "vi" | "it";
        /** @description What reviews and late plays changed after the settlement. */
        LaterFigures: {
            /**
             * Format: int64
             * @description Billed plays.
             */
            impressions: number;
            /**
             * Format: int64
             * @description Rejected plays.
             */
            rejected: number;
            /** @description Charged for billed plays. */
            spent: components["schemas"]["Amount"];
            /**
             * Format: int64
             * @description Plays that wait for review.
             */
            under_review: number;
        };
        /** @description A slot offered to a device. */
        LeaseOffer: {
            /** @description SHA-256 of the file, hex. */
            asset_sha256: string;
            /**
             * Format: uuid
             * @description What to play.
             */
            campaign_id: string;
            /**
             * Format: int32
             * @description Second of the play at which to capture the frame.
             */
            capture_second: number;
            /**
             * Format: uuid
             * @description What to play.
             */
            content_asset_id: string;
            /**
             * Format: int32
             * @description Seconds that the play lasts.
             */
            duration_seconds: number;
            /** @description No longer held for the device after this moment. */
            expires_at: components["schemas"]["Timestamp"];
            /** @description Grant, server clock. */
            granted_at: components["schemas"]["Timestamp"];
            /** @description `IMAGE` or `VIDEO`. */
            kind: components["schemas"]["AssetKind"];
            /**
             * Format: uuid
             * @description Names the slot in the submission; spent once.
             */
            lease_id: string;
            /** @description Variant of an A/B test. */
            variant_id?: string | null;
        };
        /** @description A movement of money of the play. */
        LegView: {
            /** @description How much. */
            amount: components["schemas"]["Amount"];
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Who received. */
            credit: string;
            /** @description Who paid. */
            debit: string;
            kind?: components["schemas"]["TransferKind"] | null;
        };
        /** @description One page of a list. */
        List_AdvertiserView: {
            /** @description The rows. */
            items: {
                /** @description Creation. */
                created_at: components["schemas"]["Timestamp"];
                /** @description Contact address. */
                email: string;
                /** @description Whether the address was verified; needed to create campaigns. */
                email_verified: boolean;
                /**
                 * Format: uuid
                 * @description Id.
                 */
                id: string;
                /** @description Language of notifications. */
                language: components["schemas"]["Language"];
                /** @description Display name. */
                name: string;
                /** @description Whether it takes part. */
                status: components["schemas"]["PartyStatus"];
                suspension?: components["schemas"]["SuspensionView"] | null;
                termination?: components["schemas"]["TerminationView"] | null;
                /** @description Last change. */
                updated_at: components["schemas"]["Timestamp"];
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_ApiTokenView: {
            /** @description The rows. */
            items: {
                /** @description Creation. */
                created_at: components["schemas"]["Timestamp"];
                expires_at?: components["schemas"]["Timestamp"] | null;
                /**
                 * Format: uuid
                 * @description Id.
                 */
                id: string;
                /** @description Whether it counts now. */
                is_active: boolean;
                /** @description What it is for. */
                name: string;
                /**
                 * Format: uuid
                 * @description The advertiser or supplier it acts for; absent (null) for the operator.
                 */
                owner_id?: string | null;
                revoked_at?: components["schemas"]["Timestamp"] | null;
                /** @description What it may do. */
                role: components["schemas"]["Role"];
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_AssetView: {
            /** @description The rows. */
            items: {
                /**
                 * Format: uuid
                 * @description The owner.
                 */
                advertiser_id?: string | null;
                /**
                 * Format: int64
                 * @description Size of the file.
                 */
                bytes: number;
                /** @description Media type as probed. */
                content_type: string;
                /** @description Creation. */
                created_at: components["schemas"]["Timestamp"];
                /**
                 * Format: int32
                 * @description Length of a film; display time of a still where the device says nothing else.
                 */
                duration_seconds: number;
                /**
                 * Format: int32
                 * @description Pixels.
                 */
                height: number;
                /**
                 * Format: uuid
                 * @description Id.
                 */
                id: string;
                /** @description Still or film. */
                kind: components["schemas"]["AssetKind"];
                license_expires_at?: components["schemas"]["Timestamp"] | null;
                /** @description Display name. */
                name: string;
                /** @description Why it was rejected. */
                rejection_reason?: string | null;
                /** @description What a scan or a person found. */
                scan_flags: components["schemas"]["ScanFlag"][];
                /** @description SHA-256 of the file, hex. */
                sha256: string;
                /** @description Whether it may play, its licence considered. */
                status: components["schemas"]["AssetStatus"];
                /** @description Last change. */
                updated_at: components["schemas"]["Timestamp"];
                /**
                 * Format: int32
                 * @description Pixels.
                 */
                width: number;
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_AuditView: {
            /** @description The rows. */
            items: {
                /** @description What was done. */
                action: string;
                /** @description Name for people. */
                actor: string;
                /**
                 * Format: uuid
                 * @description User or token; absent (null) for the appliance itself.
                 */
                actor_id?: string | null;
                /** @description When. */
                at: components["schemas"]["Timestamp"];
                /** @description By a person, a program or the appliance. */
                change_type: components["schemas"]["ChangeType"];
                /** @description Field that changed. */
                field?: string | null;
                /** @description Where the call came from. */
                ip_address?: string | null;
                /** @description Value after. */
                new_value?: string | null;
                /** @description Value before. */
                old_value?: string | null;
                /** @description Why, if given. */
                reason?: string | null;
                /** @description Place in the order of all entries. */
                seq: components["schemas"]["u64"];
                /** @description To what kind of thing. */
                subject: string;
                /**
                 * Format: uuid
                 * @description To which one.
                 */
                subject_id?: string | null;
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_BlockingRuleView: {
            /** @description The rows. */
            items: {
                /** @description With what. */
                blocked_value: string;
                /** @description Creation. */
                created_at: components["schemas"]["Timestamp"];
                /**
                 * Format: uuid
                 * @description User or token that made it.
                 */
                created_by?: string | null;
                /**
                 * Format: uuid
                 * @description Id.
                 */
                id: string;
                /** @description Whether it is switched on. */
                is_active: boolean;
                /** @description Why. */
                reason?: string | null;
                /** @description What is compared. */
                rule_type: components["schemas"]["RuleType"];
                /**
                 * Format: uuid
                 * @description The store.
                 */
                store_id: string;
                /** @description Last change. */
                updated_at: components["schemas"]["Timestamp"];
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_CampaignView: {
            /** @description The rows. */
            items: {
                /** @description Paid by the platform for billed plays, beside `spent`. */
                absorbed: components["schemas"]["Amount"];
                activated_at?: components["schemas"]["Timestamp"] | null;
                /**
                 * Format: uuid
                 * @description The buyer.
                 */
                advertiser_id?: string | null;
                /** @description What the caller may do now. */
                allowed_actions: components["schemas"]["Action"][];
                /** @description Chosen stores that block it now. */
                blocked_stores: components["schemas"]["BlockedStore"][];
                /** @description Brand. */
                brand_name?: string | null;
                budget?: components["schemas"]["Amount"] | null;
                category?: components["schemas"]["Category"] | null;
                completed_at?: components["schemas"]["Timestamp"] | null;
                /** @description Assets in rotation order. */
                content_assets: string[];
                /** @description Creation. */
                created_at: components["schemas"]["Timestamp"];
                daily_cap?: components["schemas"]["Amount"] | null;
                /** @description Store-local hours; empty = always. */
                dayparts: components["schemas"]["Daypart"][];
                /** @description Description. */
                description?: string | null;
                /** @description What an edit may do to each field in this status. */
                edit_rules: {
                    [key: string]: components["schemas"]["EditRule"];
                };
                emergency_stopped_at?: components["schemas"]["Timestamp"] | null;
                /**
                 * Format: uuid
                 * @description Who stopped it; absent (null) for the system.
                 */
                emergency_stopped_by?: string | null;
                end_date?: components["schemas"]["Timestamp"] | null;
                /** @description What waits for reviews. */
                held_for_review: components["schemas"]["Amount"];
                /**
                 * Format: uuid
                 * @description Id.
                 */
                id: string;
                /**
                 * Format: int64
                 * @description Wished-for plays.
                 */
                impression_goal?: number | null;
                /**
                 * Format: uuid
                 * @description Its incident.
                 */
                incident_id?: string | null;
                /** @description Name. */
                name: string;
                pause_reason?: components["schemas"]["PauseReason"] | null;
                paused_at?: components["schemas"]["Timestamp"] | null;
                pending_increase?: components["schemas"]["PendingIncrease"] | null;
                /** @description How plays are priced. */
                pricing: components["schemas"]["CampaignPricing"];
                /**
                 * Format: int32
                 * @description 1 to 10.
                 */
                priority: number;
                /** @description Why it was rejected. */
                rejection_reason?: string | null;
                /** @description What can still be spent; before submission the budget. */
                remaining_budget: components["schemas"]["Amount"];
                /** @description What a person wished to be changed before approval. */
                requested_changes?: string | null;
                resumed_at?: components["schemas"]["Timestamp"] | null;
                /** @description Why the operator should look at it; empty for others. */
                review_flags: components["schemas"]["ReviewFlag"][];
                settled_at?: components["schemas"]["Timestamp"] | null;
                /** @description Charged for billed plays. */
                spent: components["schemas"]["Amount"];
                start_date?: components["schemas"]["Timestamp"] | null;
                /** @description Status. */
                status: components["schemas"]["CampaignStatus"];
                sub_status?: components["schemas"]["SubStatus"] | null;
                submitted_at?: components["schemas"]["Timestamp"] | null;
                /** @description Chosen stores. */
                target_stores: string[];
                targeting_criteria?: components["schemas"]["Criteria"] | null;
                /**
                 * Format: int32
                 * @description Seconds of one rotation.
                 */
                total_content_seconds: number;
                /** @description Last change. */
                updated_at: components["schemas"]["Timestamp"];
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_CommandView: {
            /** @description The rows. */
            items: {
                /** @description In its words. */
                ack_detail?: string | null;
                ack_status?: components["schemas"]["AckStatus"] | null;
                acked_at?: components["schemas"]["Timestamp"] | null;
                /** @description The campaigns that it is about. */
                campaign_ids: string[];
                /**
                 * Format: uuid
                 * @description Id.
                 */
                command_id: string;
                /** @description Creation. */
                created_at: components["schemas"]["Timestamp"];
                /**
                 * Format: uuid
                 * @description The incident behind a STOP.
                 */
                incident_id?: string | null;
                /** @description What the device was told. */
                kind: components["schemas"]["CommandKind"];
                /** @description Whether the device still has to do it. */
                open: boolean;
                /** @description Why. */
                reason?: string | null;
                /**
                 * Format: int32
                 * @description How often it was put on the stream again.
                 */
                repeats: number;
                /** @description A newer one says the same and more. */
                superseded: boolean;
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_CreditView: {
            /** @description The rows. */
            items: {
                /** @description Always above zero. */
                amount: components["schemas"]["Amount"];
                /** @description Of the amount. */
                currency: components["schemas"]["Currency"];
                decided_at?: components["schemas"]["Timestamp"] | null;
                /** @description The second person; absent (null) when none was needed or none has decided. */
                decided_by?: string | null;
                /** @description Why, for a rejection. */
                decision_reason?: string | null;
                /**
                 * Format: uuid
                 * @description Id; the reference of its transaction.
                 */
                id: string;
                /**
                 * Format: uuid
                 * @description The advertiser or supplier.
                 */
                owner_id?: string | null;
                /** @description Why. */
                reason: string;
                /** @description When. */
                requested_at: components["schemas"]["Timestamp"];
                /** @description Who asked for it. */
                requested_by: string;
                /** @description Where it stands. */
                status: components["schemas"]["CreditStatus"];
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_DeliveryView: {
            /** @description The rows. */
            items: {
                /**
                 * Format: int32
                 * @description Attempts since it was made or last revived.
                 */
                attempts: number;
                /** @description The way. */
                channel: components["schemas"]["DeliveryChannel"];
                /** @description Its code. */
                code: string;
                /** @description When it was made. */
                created_at: components["schemas"]["Timestamp"];
                finished_at?: components["schemas"]["Timestamp"] | null;
                /**
                 * Format: uuid
                 * @description The same for every attempt: `webhook-id` without its `msg_`, `Message-ID` of a mail.
                 */
                id: string;
                /** @description What went wrong last. */
                last_error?: string | null;
                next_attempt_at?: components["schemas"]["Timestamp"] | null;
                /** @description The notification. */
                notification: components["schemas"]["u64"];
                /**
                 * Format: uuid
                 * @description The advertiser or supplier that is told; absent (null) for the operator.
                 */
                owner_id?: string | null;
                /** @description Place in the order of all entries; names it in `/outbox/{seq}/retry`. */
                seq: components["schemas"]["u64"];
                /** @description Where it stands. */
                status: components["schemas"]["DeliveryStatus"];
                /** @description Address of a mail. */
                to?: string | null;
                /**
                 * Format: uuid
                 * @description The webhook.
                 */
                webhook_id?: string | null;
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_DeviceView: {
            /** @description The rows. */
            items: {
                /**
                 * Format: int32
                 * @description Plays of the last 24 hours whose times say that the clock is wrong (edge case 5).
                 */
                clock_troubles_24h: number;
                /** @description Creation. */
                created_at: components["schemas"]["Timestamp"];
                /** @description So many that the clock needs a person. */
                has_chronic_clock_trouble: boolean;
                /**
                 * Format: int32
                 * @description Pixels.
                 */
                height: number;
                /**
                 * Format: uuid
                 * @description Id.
                 */
                id: string;
                /**
                 * Format: int32
                 * @description Display time of an image, seconds; the appliance's default where absent (null).
                 */
                image_display_seconds?: number | null;
                /** @description Keys, oldest first. */
                keys: components["schemas"]["DeviceKeyView"][];
                last_heartbeat?: components["schemas"]["Timestamp"] | null;
                /**
                 * Format: int64
                 * @description Newest measured clock error, device less server, milliseconds.
                 */
                last_skew_ms?: number | null;
                /** @description Display name. */
                name: string;
                /** @description Whether a heartbeat came within the last minutes. */
                online: boolean;
                /** @description How it hangs. */
                orientation: components["schemas"]["Orientation"];
                /**
                 * Format: double
                 * @description Diagonal, at most one decimal.
                 */
                screen_inches: number;
                /**
                 * Format: int32
                 * @description Ad slots an hour, as declared.
                 */
                slots_per_hour?: number | null;
                /** @description Whether it may play. */
                status: components["schemas"]["DeviceStatus"];
                /**
                 * Format: uuid
                 * @description Where it stands now.
                 */
                store_id?: string | null;
                /** @description Last change. */
                updated_at: components["schemas"]["Timestamp"];
                /**
                 * Format: int64
                 * @description Seconds online ever; only where one device is shown.
                 */
                uptime_seconds?: number | null;
                /**
                 * Format: int32
                 * @description Pixels.
                 */
                width: number;
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_FoundView: {
            /** @description The rows. */
            items: {
                /** @description When it was made or done. */
                at: components["schemas"]["Timestamp"];
                /** @description What tells it from others: brand, address, store, what changed. */
                detail: string;
                /**
                 * Format: uuid
                 * @description Of the campaign, store or device; of an audit entry's subject.
                 */
                id?: string | null;
                /** @description What it is. */
                kind: components["schemas"]["Kind"];
                seq?: components["schemas"]["u64"] | null;
                /** @description Its name; an audit entry's action. */
                title: string;
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_HolidayView: {
            /** @description The rows. */
            items: {
                /**
                 * @description Where, ISO 3166 code.
                 * @example VN
                 */
                country: string;
                /** @description Date on the calendar there. */
                date: components["schemas"]["Day"];
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_ImpressionView: {
            /** @description The rows. */
            items: {
                /** @description Paid by the platform. */
                absorbed: components["schemas"]["Amount"];
                /** @description Came late through a queue. */
                backfill: boolean;
                /**
                 * Format: uuid
                 * @description Campaign as named by the device.
                 */
                campaign_id: string;
                /** @description Paid from the campaign's budget. */
                charged: components["schemas"]["Amount"];
                /**
                 * Format: uuid
                 * @description Asset as named by the device.
                 */
                content_asset_id: string;
                /** @description Price, 4 decimals. */
                cost: components["schemas"]["Amount"];
                /**
                 * Format: int64
                 * @description The device's count of plays.
                 */
                counter?: number | null;
                /** @description CPM before duration, priority and quality. */
                cpm_rate: components["schemas"]["Amount"];
                /** @description Receipt, server clock. */
                created_at: components["schemas"]["Timestamp"];
                decided_at?: components["schemas"]["Timestamp"] | null;
                /** @description Who decided; "system" for timers. */
                decided_by?: string | null;
                /** @description What was deducted, and how much. */
                deductions: Record<string, never>[];
                /**
                 * Format: uuid
                 * @description Device.
                 */
                device_id?: string | null;
                /**
                 * Format: int32
                 * @description Seconds played.
                 */
                duration_actual: number;
                /**
                 * Format: int32
                 * @description Length of the content, seconds.
                 */
                duration_expected: number;
                /** @description What was noticed. */
                flags: components["schemas"]["Flag"][];
                /**
                 * Format: uuid
                 * @description Id.
                 */
                id: string;
                /** @description Peak hour of the store's wall clock. */
                is_peak_hour: boolean;
                /**
                 * Format: uuid
                 * @description Key that the device named.
                 */
                key_id?: string | null;
                /**
                 * Format: uuid
                 * @description Lease that offered the slot.
                 */
                lease_id?: string | null;
                location?: components["schemas"]["LocationView"] | null;
                /** @description The rest, once verified. */
                platform_revenue: components["schemas"]["Amount"];
                /** @description END of the play, device clock. */
                played_at: components["schemas"]["Timestamp"];
                /** @description Whether the frame itself is stored. */
                proof_available: boolean;
                /** @description SHA-256 over the signed text and the signature, hex. */
                proof_hash: string;
                /** @description Band of the score. */
                quality_band: components["schemas"]["QualityBand"];
                /**
                 * Format: int32
                 * @description 0 to 100.
                 */
                quality_score: number;
                /** @description Receipt, server clock. */
                received_at: components["schemas"]["Timestamp"];
                /** @description The sentence of the refusal. */
                rejection_message?: string | null;
                /** @description Why rejected, as recorded. */
                rejection_reason?: string | null;
                /** @description SHA-256 of the captured frame, hex. */
                screenshot_hash?: string | null;
                sent_at?: components["schemas"]["Timestamp"] | null;
                /**
                 * Format: int32
                 * @description 1 or 2.
                 */
                signature_version: number;
                /** @description The status that holds now. */
                status: components["schemas"]["PlayStatus"];
                /**
                 * Format: uuid
                 * @description Store that the device stood in.
                 */
                store_id?: string | null;
                /** @description 80 % of the cost, once verified. */
                supplier_revenue: components["schemas"]["Amount"];
                /** @description Variant of an A/B test. */
                variant_id?: string | null;
                /** @description True when VERIFIED. */
                verified: boolean;
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_IncidentView: {
            /** @description The rows. */
            items: {
                /**
                 * Format: uuid
                 * @description What was stopped.
                 */
                campaign_id?: string | null;
                campaign_status?: components["schemas"]["CampaignStatus"] | null;
                compensation_amount?: components["schemas"]["Amount"] | null;
                /** @description Whether the content has to be approved again. */
                content_reapproval_required: boolean;
                /** @description Device by device; a supplier sees its own. */
                devices: components["schemas"]["StoppedDevice"][];
                /** @description Devices that said they stopped. */
                devices_dark: number;
                /** @description Devices that were told to stop. */
                devices_total: number;
                /** @description Devices that are offline and have not answered. */
                devices_unreachable: number;
                /** @description Links to evidence. */
                evidence_urls: string[];
                /** @description In words; not for suppliers. */
                findings?: string | null;
                /** @description Whether payouts of the affected plays wait. */
                frozen: boolean;
                /** @description Plays from this moment on are affected. */
                frozen_from: components["schemas"]["Timestamp"];
                /**
                 * Format: uuid
                 * @description Id.
                 */
                id: string;
                /** @description Who, by kind. */
                initiator: components["schemas"]["Initiator"];
                /** @description The investigation is due. */
                investigation_due_at: components["schemas"]["Timestamp"];
                /** @description Whether every device said that it stopped. */
                is_dark: boolean;
                outcome?: components["schemas"]["Outcome"] | null;
                /** @description The same by name. */
                outcome_name?: string | null;
                overdue_since?: components["schemas"]["Timestamp"] | null;
                /** @description Why. */
                reason_code: components["schemas"]["StopReason"];
                /** @description In words. */
                reason_detail?: string | null;
                resolved_at?: components["schemas"]["Timestamp"] | null;
                /** @description Who resolved it. */
                resolved_by_name?: string | null;
                /** @description `CAMPAIGN`, or `STORES` for a supplier's own stop. */
                scope: string;
                /** @description `OPEN` or `RESOLVED`. */
                status: string;
                /** @description The campaign's status before. */
                status_before: components["schemas"]["CampaignStatus"];
                /** @description When. */
                stopped_at: components["schemas"]["Timestamp"];
                /**
                 * Format: uuid
                 * @description User or token; absent (null) for the system.
                 */
                stopped_by?: string | null;
                /** @description Name for people. */
                stopped_by_name: string;
                /** @description Stores of a supplier's own stop. */
                store_ids: string[];
                /**
                 * Format: double
                 * @description Seconds from the stop to the last device's answer; absent (null) until all have answered.
                 */
                time_to_dark_seconds?: number | null;
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_IncreaseView: {
            /** @description The rows. */
            items: {
                /**
                 * Format: uuid
                 * @description The buyer.
                 */
                advertiser_id?: string | null;
                /** @description How much more; held from the wallet. */
                amount: components["schemas"]["Amount"];
                /** @description Its budget now. */
                budget: components["schemas"]["Amount"];
                /**
                 * Format: uuid
                 * @description The campaign.
                 */
                campaign_id: string;
                /** @description Its name. */
                campaign_name: string;
                /** @description Since when it waits. */
                requested_at: components["schemas"]["Timestamp"];
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_InvestigationView: {
            /** @description The rows. */
            items: {
                /**
                 * Format: uuid
                 * @description Campaign; the case is found by it.
                 */
                campaign_id: string;
                /** @description Its name. */
                campaign_name: string;
                /** @description What the appliance knows. */
                evidence: components["schemas"]["EvidenceView"];
                /** @description When it was opened. */
                opened_at: components["schemas"]["Timestamp"];
                /** @description What was given back. */
                refunded: components["schemas"]["Amount"];
                resolution?: components["schemas"]["ResolutionView"] | null;
                /** @description OPEN or RESOLVED. */
                status: components["schemas"]["CaseStatus"];
                /** @description What the evidence speaks for. */
                suggested_cause: components["schemas"]["Cause"];
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_LogView: {
            /** @description The rows. */
            items: {
                /** @description As sent. */
                entries: components["schemas"]["LogEntry"][];
                /** @description Arrival, server clock. */
                received_at: components["schemas"]["Timestamp"];
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_NoticeView: {
            /** @description The rows. */
            items: {
                /** @description When. */
                at: components["schemas"]["Timestamp"];
                /** @description Stable word. */
                code: string;
                /** @description The language of the sentence. */
                language: components["schemas"]["Language"];
                /** @description The sentence, in the caller's language. */
                message: string;
                read_at?: components["schemas"]["Timestamp"] | null;
                /** @description Place in the order of all entries; names it in `/notifications/{seq}/read`. */
                seq: components["schemas"]["u64"];
                /**
                 * Format: uuid
                 * @description The campaign, device, impression… concerned.
                 */
                subject_id?: string | null;
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_OverrideView: {
            /** @description The rows. */
            items: {
                /**
                 * Format: uuid
                 * @description User or token that approved it.
                 */
                approved_by?: string | null;
                /**
                 * Format: uuid
                 * @description The campaign.
                 */
                campaign_id?: string | null;
                /** @description Its name. */
                campaign_name?: string | null;
                /** @description Since when. */
                created_at: components["schemas"]["Timestamp"];
                expires_at?: components["schemas"]["Timestamp"] | null;
                /**
                 * Format: uuid
                 * @description Id.
                 */
                id: string;
                /** @description Whether it holds now. */
                is_active: boolean;
                /** @description `Manual override: ` and the justification. */
                reason: string;
                /**
                 * Format: uuid
                 * @description The rule.
                 */
                rule_id: string;
                /**
                 * Format: uuid
                 * @description The store whose rule it is.
                 */
                store_id?: string | null;
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_ReviewView: {
            /** @description The rows. */
            items: {
                /**
                 * Format: int64
                 * @description Waiting since, seconds.
                 */
                age_seconds: number;
                /**
                 * Format: uuid
                 * @description Campaign.
                 */
                campaign_id?: string | null;
                /** @description Its name. */
                campaign_name?: string | null;
                /** @description Cost held. */
                cost: components["schemas"]["Amount"];
                /** @description When the timer decides: approves, or rejects at the end of the longest wait. */
                decided_by_timer_at: components["schemas"]["Timestamp"];
                /**
                 * Format: uuid
                 * @description Device.
                 */
                device_id?: string | null;
                /** @description Its name. */
                device_name?: string | null;
                /**
                 * Format: int32
                 * @description From the store, metres; absent (null) when the device sent no place.
                 */
                distance_m?: number | null;
                /** @description Why it waits. */
                flags: components["schemas"]["Flags"];
                /**
                 * Format: uuid
                 * @description The impression.
                 */
                impression_id: string;
                /** @description True when only a person decides; else the timer approves it. */
                needs_person: boolean;
                /** @description End of the play, device clock. */
                played_at: components["schemas"]["Timestamp"];
                /**
                 * Format: int32
                 * @description 0 to 100.
                 */
                quality_score: number;
                /** @description Receipt, server clock. */
                received_at: components["schemas"]["Timestamp"];
                /** @description True once reviewers were reminded of it. */
                reminded: boolean;
                /** @description Place in the order of all entries. */
                seq: components["schemas"]["u64"];
                /**
                 * Format: uuid
                 * @description Store that the device stood in.
                 */
                store_id?: string | null;
                /** @description Its name. */
                store_name?: string | null;
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_SnapshotView: {
            /** @description The rows. */
            items: {
                /** @description The full hour. */
                at: components["schemas"]["Timestamp"];
                /** @description What could still be spent. */
                remaining_budget: components["schemas"]["Amount"];
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_StopRequestView: {
            /** @description The rows. */
            items: {
                /**
                 * Format: uuid
                 * @description What to stop.
                 */
                campaign_id?: string | null;
                /** @description When it was made. */
                created_at: components["schemas"]["Timestamp"];
                decided_at?: components["schemas"]["Timestamp"] | null;
                /** @description What was said about it. */
                decision_note?: string | null;
                /** @description Links to evidence. */
                evidence_urls: string[];
                /**
                 * Format: uuid
                 * @description Id.
                 */
                id: string;
                /**
                 * Format: uuid
                 * @description The incident that came of it.
                 */
                incident_id?: string | null;
                /** @description Whether its own stores went dark at once. */
                is_safety: boolean;
                /** @description Why. */
                reason_code: components["schemas"]["StopReason"];
                /** @description In words. */
                reason_detail?: string | null;
                /** @description How it stands. */
                status: components["schemas"]["RequestStatus"];
                /** @description The supplier's stores that show it. */
                store_ids: string[];
                /**
                 * Format: uuid
                 * @description Who asks.
                 */
                supplier_id?: string | null;
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_StoreView: {
            /** @description The rows. */
            items: {
                /** @description Street address (not for advertisers). */
                address?: string | null;
                /**
                 * Format: int32
                 * @description Mean stay of a visitor, minutes.
                 */
                avg_dwell_time_minutes: number;
                /** @description Decides the base rate. */
                category: components["schemas"]["StoreCategory"];
                /**
                 * @description ISO 3166 code.
                 * @example VN
                 */
                country: string;
                /** @description Creation. */
                created_at: components["schemas"]["Timestamp"];
                /**
                 * Format: int32
                 * @description Visitors a day; decides the traffic multiplier.
                 */
                daily_foot_traffic: number;
                /** @description Devices that stand in it and are not revoked (not for advertisers). */
                device_count?: number | null;
                /**
                 * Format: uuid
                 * @description Id.
                 */
                id: string;
                /**
                 * Format: double
                 * @description Degrees, north positive.
                 */
                lat: number;
                /**
                 * Format: double
                 * @description Degrees, east positive.
                 */
                lng: number;
                /** @description Display name. */
                name: string;
                /** @description Store-local; empty means always open. */
                opening_hours: components["schemas"]["OpeningHours"];
                /** @description Region of the reports. */
                region: string;
                /** @description Whether it takes plays. */
                status: components["schemas"]["StoreStatus"];
                /**
                 * Format: uuid
                 * @description The owner (not for advertisers).
                 */
                supplier_id?: string | null;
                /** @description IANA zone name. */
                timezone: string;
                /** @description Last change. */
                updated_at: components["schemas"]["Timestamp"];
                /** @description OpenOOH venue type. */
                venue_type?: string | null;
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_SupplierView: {
            /** @description The rows. */
            items: {
                /** @description Creation. */
                created_at: components["schemas"]["Timestamp"];
                /** @description Contact address. */
                email: string;
                /**
                 * Format: uuid
                 * @description Id.
                 */
                id: string;
                /** @description Language of notifications. */
                language: components["schemas"]["Language"];
                /** @description Display name. */
                name: string;
                /** @description Whether it takes part. */
                status: components["schemas"]["PartyStatus"];
                /** @description Last change. */
                updated_at: components["schemas"]["Timestamp"];
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_TransactionView: {
            /** @description The rows. */
            items: {
                /** @description Above zero; of a play, the campaign's part: zero where the platform paid it all. */
                amount: components["schemas"]["Amount"];
                /** @description The same afterwards. */
                balance_after: components["schemas"]["Amount"];
                /**
                 * @description The wallet's available balance for HOLD, CREDIT, RELEASE, REFUND; else the campaign's
                 *     remaining budget.
                 */
                balance_before: components["schemas"]["Amount"];
                /** @description When, server clock. */
                created_at: components["schemas"]["Timestamp"];
                /** @description For a person. */
                description: string;
                /**
                 * Format: uuid
                 * @description Id; of a play's DEBIT the impression's.
                 */
                id: string;
                kind?: components["schemas"]["TransferKind"] | null;
                /**
                 * Format: uuid
                 * @description The impression or request concerned.
                 */
                reference_id?: string | null;
                /** @description The seed's word: `HOLD`, `CREDIT` (top-up), `DEBIT`, `RELEASE`, `REFUND`. */
                transaction_type: components["schemas"]["WalletTransactionType"];
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_UserView: {
            /** @description The rows. */
            items: {
                /** @description Creation. */
                created_at: components["schemas"]["Timestamp"];
                /** @description Sign-in name, lower case. */
                email: string;
                /**
                 * Format: uuid
                 * @description Id.
                 */
                id: string;
                /** @description False once disabled. */
                is_active: boolean;
                /** @description Language of notifications. */
                language: components["schemas"]["Language"];
                /** @description Display name. */
                name: string;
                /**
                 * Format: uuid
                 * @description The advertiser or supplier the person acts for; absent (null) for the operator.
                 */
                owner_id?: string | null;
                /** @description What the person may do. */
                role: components["schemas"]["Role"];
                /** @description Last change. */
                updated_at: components["schemas"]["Timestamp"];
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_WalletTransaction: {
            /** @description The rows. */
            items: {
                /** @description Always above zero. */
                amount: components["schemas"]["Amount"];
                balance_after?: components["schemas"]["Amount"] | null;
                balance_before?: components["schemas"]["Amount"] | null;
                /**
                 * Format: uuid
                 * @description The campaign concerned.
                 */
                campaign_id?: string | null;
                /** @description When. */
                created_at: components["schemas"]["Timestamp"];
                /** @description A sentence for a person. */
                description: string;
                /**
                 * Format: uuid
                 * @description Id.
                 */
                id: string;
                /** @description The ledger's word, finer. */
                kind: components["schemas"]["TransferKind"];
                /**
                 * Format: uuid
                 * @description The request or impression concerned.
                 */
                reference_id?: string | null;
                /** @description The seed's word. */
                transaction_type: components["schemas"]["WalletTransactionType"];
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        List_WebhookView: {
            /** @description The rows. */
            items: {
                /** @description Creation. */
                created_at: components["schemas"]["Timestamp"];
                /** @description Why it was switched off by itself. */
                disabled_because?: string | null;
                /** @description Codes of notifications it asks for, or `*`. */
                events: string[];
                /**
                 * Format: uuid
                 * @description Id.
                 */
                id: string;
                /** @description Whether it is called. */
                is_active: boolean;
                /**
                 * Format: uuid
                 * @description The advertiser or supplier whose notifications it is told of; absent (null) for the
                 *     operator.
                 */
                owner_id?: string | null;
                /** @description Last change. */
                updated_at: components["schemas"]["Timestamp"];
                /** @description Where it is called. */
                url: string;
            }[];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
        };
        /** @description Degrees. */
        LocationBody: {
            /**
             * Format: double
             * @description North positive.
             */
            lat: number;
            /**
             * Format: double
             * @description East positive.
             */
            lng: number;
        };
        /** @description Degrees. */
        LocationView: {
            /**
             * Format: double
             * @description North positive.
             */
            lat: number;
            /**
             * Format: double
             * @description East positive.
             */
            lng: number;
        };
        /** @description One line of a device's log. */
        LogEntry: {
            /** @description When, device clock. */
            at: components["schemas"]["Timestamp"];
            /** @description How it weighs. */
            level: components["schemas"]["LogLevel"];
            /** @description What happened. */
            message: string;
        };
        /** @description A sign-in. */
        LogIn: {
            /** @description Sign-in name. */
            email: string;
            /** @description Password. */
            password: string;
        };
        /**
         * @description How a log line weighs.
         * @enum {string}
         */
        LogLevel: "DEBUG" | "INFO" | "WARN" | "ERROR";
        /** @description What was kept. */
        LogsKept: {
            /** @description Lines. */
            lines: number;
        };
        /** @description Log lines of a device, oldest first. */
        LogUpload: {
            /** @description 1 to 500 lines of at most 1,000 characters. */
            entries: components["schemas"]["LogEntry"][];
        };
        /** @description One upload of log lines. */
        LogView: {
            /** @description As sent. */
            entries: components["schemas"]["LogEntry"][];
            /** @description Arrival, server clock. */
            received_at: components["schemas"]["Timestamp"];
        };
        /** @description A look that was taken. */
        LookView: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /**
             * Format: double
             * @description Corrected for repeated looks.
             */
            corrected_p_value: number;
            /** @description Whether it reached the confidence asked for. */
            is_significant: boolean;
            /**
             * Format: int32
             * @description From one.
             */
            number: number;
            /**
             * Format: double
             * @description As computed.
             */
            p_value: number;
        };
        /** @description What a device may play while it cannot ask. */
        Manifest: components["schemas"]["ManifestContent"] & {
            /**
             * Format: int32
             * @description Files are kept for so many days after they were named last (rule CAM-10).
             */
            cache_days: number;
            /**
             * Format: uuid
             * @description The device.
             */
            device_id: string;
            /** @description Server clock. */
            generated_at: components["schemas"]["Timestamp"];
            /** @description Not to be played from after this moment. */
            valid_until: components["schemas"]["Timestamp"];
        };
        /** @description The answer to `AckManifest`. */
        ManifestAcknowledged: {
            /** @description The campaigns that the answer was about. */
            campaign_ids: string[];
            /** @description Done or not. */
            status: components["schemas"]["AckStatus"];
        };
        /** @description How a device stands with its manifest. */
        ManifestAnswer: {
            /**
             * Format: uuid
             * @description Only this campaign; otherwise all that the device was told of.
             */
            campaign_id?: string | null;
            /** @description The manifest's tag, for the device's own records. */
            etag?: string | null;
            /** @description Why not. */
            reason?: string | null;
            /** @description `OK` when all its files are there, `FAILED` when not. */
            status: components["schemas"]["AckStatus"];
        };
        /** @description A file to keep at hand. */
        ManifestAsset: {
            /**
             * Format: uuid
             * @description The asset.
             */
            asset_id: string;
            /**
             * Format: int64
             * @description Size of the file.
             */
            bytes: number;
            /**
             * Format: int32
             * @description Seconds that one play lasts on this device.
             */
            duration_seconds: number;
            /** @description Still or film. */
            kind: components["schemas"]["AssetKind"];
            /** @description SHA-256 of the file, hex. */
            sha256: string;
            /** @description Where to fetch it, with the device's token. */
            url: string;
        };
        /** @description A campaign that may play on the device. */
        ManifestCampaign: {
            /** @description In rotation order. */
            assets: components["schemas"]["ManifestAsset"][];
            /**
             * Format: uuid
             * @description The campaign.
             */
            campaign_id: string;
            /** @description Whether today's (UTC) spend limit is reached: not to be played until the next day. */
            daily_cap_reached: boolean;
            /** @description Store-local hours; empty = always. */
            dayparts: components["schemas"]["Daypart"][];
            end_date?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int32
             * @description 1 to 10.
             */
            priority: number;
            start_date?: components["schemas"]["Timestamp"] | null;
            /** @description Variants of an A/B test, of which one is drawn by weight for each play; empty without. */
            variants: components["schemas"]["ManifestVariant"][];
            /**
             * Format: double
             * @description Share among the campaigns of the manifest: priority × remaining ÷ budget, 2 decimals.
             */
            weight: number;
        };
        /** @description What changes when the manifest changes; the `ETag` is its hash. */
        ManifestContent: {
            /** @description By priority, then the oldest first. */
            campaigns: components["schemas"]["ManifestCampaign"][];
            /**
             * @description From which the second of capture follows for plays without a lease; of this device and
             *     hour, hex.
             */
            capture_seed: string;
        };
        /** @description A variant of an A/B test. */
        ManifestVariant: {
            /** @description Its assets among those of the campaign, in rotation order. */
            asset_ids: string[];
            /** @description To be named in the submission. */
            variant_id: string;
            /**
             * Format: int32
             * @description Its share of the campaign's plays, in percent of the sum.
             */
            weight: number;
        };
        /** @description Who one is. */
        Me: {
            /** @description Value for X-CSRF-Token, for sessions. */
            csrf?: string | null;
            /** @description Sign-in name of a person. */
            email?: string | null;
            expires_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: uuid
             * @description Of the user, token or device.
             */
            id: string;
            /** @description Person, program or device. */
            kind: components["schemas"]["CallerKind"];
            /** @description Display name. */
            name: string;
            /**
             * Format: uuid
             * @description The advertiser or supplier one acts for; absent (null) for the operator.
             */
            owner_id?: string | null;
            role?: components["schemas"]["Role"] | null;
        };
        /** @description What a base rate is multiplied by; each table highest first. */
        Multipliers: {
            /** @description By the campaign's priority. */
            priority: components["schemas"]["PriorityMultiplier"][];
            /** @description By the play's quality. */
            quality: components["schemas"]["QualityMultiplier"][];
            /** @description By the device's screen. */
            screen: components["schemas"]["ScreenMultiplier"][];
            /** @description By the store's visitors. */
            traffic: components["schemas"]["TrafficMultiplier"][];
        };
        /** @description An A/B test to be. */
        NewAbTest: {
            /** @description Whether the statistics choose the winner, or a person. */
            auto_winner?: boolean;
            /**
             * Format: int64
             * @description Percent, 80 to 99; 95 where absent.
             */
            confidence_threshold?: number | null;
            /** @description What decides. */
            metric: components["schemas"]["TestMetric"];
            /**
             * @description RFC 3339, or a date (inclusive): at least 7 days after the start; the campaign's end where
             *     absent.
             */
            planned_end?: string | null;
            /** @description Two to four; weights sum to 100, each at least 10. */
            variants: components["schemas"]["VariantInput"][];
        };
        /** @description An advertiser to be. */
        NewAdvertiser: {
            /** @description Contact address, unique among advertisers. */
            email: string;
            language?: components["schemas"]["Language"] | null;
            /** @description Display name, 1 to 100 characters. */
            name: string;
        };
        /** @description A token to be. */
        NewApiToken: {
            expires_at?: components["schemas"]["Timestamp"] | null;
            /** @description What it is for, 1 to 100 characters. */
            name: string;
            /**
             * Format: uuid
             * @description The advertiser or supplier, for these roles.
             */
            owner_id?: string | null;
            /** @description What it may do. */
            role: components["schemas"]["Role"];
        };
        /** @description A rule to be. */
        NewBlockingRule: {
            /** @description A brand's name, a category or scan flag, a keyword; 1 to 100 characters. */
            blocked_value: string;
            /**
             * @description Whether it is switched on at once.
             * @default true
             */
            is_active: boolean;
            /** @description Why. */
            reason?: string | null;
            /** @description What is compared. */
            rule_type: components["schemas"]["RuleType"];
        };
        /** @description A campaign to be: the name, and what is known so far. */
        NewCampaign: {
            /**
             * Format: uuid
             * @description The buyer; an advertiser's own by default.
             */
            advertiser_id?: string | null;
            /** @description 2 to 50 characters. */
            brand_name?: string | null;
            budget?: components["schemas"]["Amount"] | null;
            /** @description One of the ten categories. */
            category?: string | null;
            /** @description Assets in rotation order. */
            content_assets?: string[] | null;
            daily_cap?: components["schemas"]["Amount"] | null;
            /** @description Store-local hours. */
            dayparts?: components["schemas"]["DaypartInput"][] | null;
            /** @description At most 500 characters. */
            description?: string | null;
            /** @description RFC 3339, or a date (inclusive: 23:59:59 UTC). */
            end_date?: string | null;
            /**
             * Format: int64
             * @description Informational.
             */
            impression_goal?: number | null;
            /** @description 3 to 100 characters, unique for the advertiser. */
            name?: string | null;
            /**
             * Format: int64
             * @description 1 to 10, at most 2 from the budget's default.
             */
            priority?: number | null;
            /** @description RFC 3339, or a date (00:00 UTC). */
            start_date?: string | null;
            /** @description Stores. */
            target_stores?: string[] | null;
        };
        /** @description A command to a device. */
        NewCommand: {
            /** @description `ROTATE_KEY` or `SCREENSHOT`. */
            kind: components["schemas"]["CommandKind"];
            /** @description Why. */
            reason?: string | null;
        };
        /** @description Money for a wallet. */
        NewCredit: {
            /** @description Above 0, whole cents, at most 10,000,000. */
            amount: components["schemas"]["Amount"];
            /** @description Why, 1 to 500 characters. */
            reason: string;
        };
        /** @description Money that came in. */
        NewDeposit: {
            /** @description Above 0, whole cents, at most 10,000,000. */
            amount: components["schemas"]["Amount"];
            /** @description What a person finds it by, 1 to 200 characters. */
            reference: string;
        };
        /** @description A device to be. */
        NewDevice: {
            /**
             * Format: int32
             * @description Pixels.
             */
            height: number;
            /**
             * Format: int32
             * @description Display time of an image, seconds.
             */
            image_display_seconds?: number | null;
            /** @description Display name, 1 to 100 characters. */
            name: string;
            /** @description How it hangs. */
            orientation: components["schemas"]["Orientation"];
            /** @description RSA key of 2048 to 8192 bits; without one the device enrols with a one-time token. */
            public_key_pem?: string | null;
            /**
             * Format: double
             * @description Diagonal, at most one decimal.
             * @example 54.6
             */
            screen_inches: number;
            /**
             * Format: int32
             * @description Ad slots an hour.
             */
            slots_per_hour?: number | null;
            /**
             * Format: uuid
             * @description Where it stands.
             */
            store_id: string;
            /**
             * Format: int32
             * @description Pixels.
             */
            width: number;
        };
        /** @description The next key of a device. */
        NewKey: {
            /** @description RSA key of 2048 to 8192 bits. */
            public_key_pem: string;
        };
        /** @description An override to be. */
        NewOverride: {
            /**
             * Format: uuid
             * @description The campaign to let in.
             */
            campaign_id: string;
            /** @description Business justification, 1 to 500 characters; the supplier reads it. */
            reason: string;
        };
        /** @description New base rates. */
        NewRateCard: {
            /** @description First `played_at` that they price, at least 30 days ahead. */
            effective_at: components["schemas"]["Timestamp"];
            /** @description Each of the 8 categories once. */
            rows: components["schemas"]["NewRateRow"][];
        };
        /** @description New rates of one category. */
        NewRateRow: {
            /** @description Which stores the row is for. */
            category: components["schemas"]["StoreCategory"];
            /** @description CPM at all other hours, above 0. */
            off_peak_cpm: components["schemas"]["Amount"];
            /** @description CPM within peak hours, above 0. */
            peak_cpm: components["schemas"]["Amount"];
        };
        /** @description What a supplier asks for. */
        NewStopRequest: {
            /**
             * Format: uuid
             * @description A campaign that runs on the supplier's stores.
             */
            campaign_id: string;
            /** @description Links, http or https, at most 20. */
            evidence_urls?: string[];
            /** @description Required; BRAND_SAFETY, LEGAL_DEMAND and SECURITY_INCIDENT stop the own stores at once. */
            reason_code: components["schemas"]["StopReason"];
            /** @description Required for OTHER. */
            reason_detail?: string | null;
        };
        /** @description A store to be. */
        NewStore: {
            /** @description Street address. */
            address: string;
            /**
             * Format: int32
             * @description Mean stay of a visitor, minutes.
             */
            avg_dwell_time_minutes: number;
            /** @description Decides the base rate. */
            category: components["schemas"]["StoreCategory"];
            /**
             * @description ISO 3166 code, for holidays.
             * @example VN
             */
            country: string;
            /**
             * Format: int32
             * @description Visitors a day.
             */
            daily_foot_traffic: number;
            /**
             * Format: double
             * @description Degrees, north positive.
             */
            lat: number;
            /**
             * Format: double
             * @description Degrees, east positive.
             */
            lng: number;
            /** @description Display name, 1 to 100 characters. */
            name: string;
            /** @description Store-local; always open where absent or empty. */
            opening_hours?: components["schemas"]["DaypartInput"][];
            /** @description Region of the reports. */
            region: string;
            status?: components["schemas"]["StoreStatus"] | null;
            /**
             * Format: uuid
             * @description The owner.
             */
            supplier_id: string;
            /**
             * @description IANA zone name.
             * @example Asia/Ho_Chi_Minh
             */
            timezone: string;
            /** @description OpenOOH venue type. */
            venue_type?: string | null;
        };
        /** @description A supplier to be. */
        NewSupplier: {
            /** @description Contact address, unique among suppliers. */
            email: string;
            language?: components["schemas"]["Language"] | null;
            /** @description Display name, 1 to 100 characters. */
            name: string;
        };
        /** @description A test to be. */
        NewTest: {
            /**
             * Format: int64
             * @description 1 to 24; the campaign's start ends it earlier.
             */
            duration_hours: number;
            /** @description One to three of the campaign's target stores. */
            stores: string[];
            /** @description 10.00 to 50.00, part of the campaign's budget. */
            test_budget: components["schemas"]["Amount"];
        };
        /** @description A user to be. */
        NewUser: {
            /** @description Sign-in name, unique. */
            email: string;
            language?: components["schemas"]["Language"] | null;
            /** @description Display name, 1 to 100 characters. */
            name: string;
            /**
             * Format: uuid
             * @description The advertiser or supplier, for these roles.
             */
            owner_id?: string | null;
            /**
             * Format: password
             * @description At least 10 characters.
             */
            password: string;
            /** @description What the person may do. */
            role: components["schemas"]["Role"];
        };
        /** @description A webhook to be. */
        NewWebhook: {
            /** @description Codes of notifications, or `["*"]`. */
            events: string[];
            /** @description `https://…`, a public address. */
            url: string;
        };
        /** @description Money that a supplier takes out. */
        NewWithdrawal: {
            /** @description Above 0, whole cents, at most what is available. */
            amount: components["schemas"]["Amount"];
            /** @description What a person finds it by, 1 to 200 characters. */
            reference: string;
        };
        /**
         * @description What can follow a test.
         * @enum {string}
         */
        NextStep: "PROCEED" | "MODIFY" | "CANCEL";
        /** @description A body without members, for calls that say all in their path. */
        NoBody: Record<string, never>;
        /** @description A notification. */
        NoticeView: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Stable word. */
            code: string;
            /** @description The language of the sentence. */
            language: components["schemas"]["Language"];
            /** @description The sentence, in the caller's language. */
            message: string;
            read_at?: components["schemas"]["Timestamp"] | null;
            /** @description Place in the order of all entries; names it in `/notifications/{seq}/read`. */
            seq: components["schemas"]["u64"];
            /**
             * Format: uuid
             * @description The campaign, device, impression… concerned.
             */
            subject_id?: string | null;
        };
        /** @description When a store is open, on its own wall clock; no windows mean always. */
        OpeningHours: components["schemas"]["Daypart"][];
        /**
         * @description How the screen hangs.
         * @enum {string}
         */
        Orientation: "LANDSCAPE" | "PORTRAIT";
        /**
         * @description What an investigation found. Source: BR-CAMP-EMERGENCY-005.
         * @enum {string}
         */
        Outcome: "A" | "B" | "C" | "D";
        /** @description One campaign that is let in. */
        OverrideView: {
            /**
             * Format: uuid
             * @description User or token that approved it.
             */
            approved_by?: string | null;
            /**
             * Format: uuid
             * @description The campaign.
             */
            campaign_id?: string | null;
            /** @description Its name. */
            campaign_name?: string | null;
            /** @description Since when. */
            created_at: components["schemas"]["Timestamp"];
            expires_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: uuid
             * @description Id.
             */
            id: string;
            /** @description Whether it holds now. */
            is_active: boolean;
            /** @description `Manual override: ` and the justification. */
            reason: string;
            /**
             * Format: uuid
             * @description The rule.
             */
            rule_id: string;
            /**
             * Format: uuid
             * @description The store whose rule it is.
             */
            store_id?: string | null;
        };
        /**
         * @description Whether a party takes part. Rule: CAM-04, CAM-27.
         * @enum {string}
         */
        PartyStatus: "ACTIVE" | "SUSPENDED" | "TERMINATED";
        /** @description A campaign that was rejected before. */
        PastRejection: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /**
             * Format: uuid
             * @description Campaign.
             */
            campaign_id: string;
            /** @description Name. */
            name: string;
            /** @description Why; absent once it was submitted again. */
            reason?: string | null;
        };
        /** @description Why a campaign is paused. */
        PauseBody: {
            /**
             * @description What violates the policy, 1 to 500 characters; for `POLICY_VIOLATION` alone.
             * @default null
             */
            detail: string | null;
            /** @default null */
            reason_code: components["schemas"]["PauseCode"] | null;
        };
        /**
         * @description Why a campaign is paused by hand.
         * @enum {string}
         */
        PauseCode: "USER_REQUESTED" | "POLICY_VIOLATION";
        /**
         * @description Why a campaign is paused. Rule: CAM-20.
         * @enum {string}
         */
        PauseReason: "USER_REQUESTED" | "BUDGET_EXHAUSTED" | "INSUFFICIENT_BUDGET" | "DEVICES_OFFLINE" | "POLICY_VIOLATION" | "ACCOUNT_SUSPENDED" | "NO_ELIGIBLE_STORES" | "CONTENT_EXPIRED" | "EMERGENCY_STOP";
        /** @description Spans of a store's wall clock, such as `11:00-14:00`. */
        PeakHoursView: {
            /** @description Monday to Friday. */
            weekday: string[];
            /** @description Saturday, Sunday and holidays. */
            weekend: string[];
        };
        /** @description A command as a device reads it. */
        PendingCommand: {
            /** @description The campaigns that it is about. */
            campaign_ids: string[];
            /**
             * Format: uuid
             * @description Names it in the answer.
             */
            command_id: string;
            /** @description Creation, server clock. */
            created_at: components["schemas"]["Timestamp"];
            /** @description What to do. */
            kind: components["schemas"]["CommandKind"];
            /** @description Why. */
            reason?: string | null;
            /**
             * Format: int32
             * @description A STOP is done within so many seconds; what is on the screen may finish.
             */
            within_seconds?: number | null;
        };
        /** @description More budget that waits for a person's approval while the campaign runs on. Rule: D-55. */
        PendingIncrease: {
            /** @description How much; held from the wallet. */
            amount: components["schemas"]["Amount"];
            /** @description When it was asked for, server clock. */
            requested_at: components["schemas"]["Timestamp"];
        };
        /**
         * @description Where an impression stands. Rule: IMP-07.
         * @enum {string}
         */
        PlayStatus: "VERIFIED" | "REJECTED" | "UNDER_REVIEW";
        /** @description A preview; the member of its kind is there. Rule: CAM-13. */
        Preview: {
            /**
             * Format: uuid
             * @description Campaign.
             */
            campaign_id: string;
            /** @description Each asset as it will appear. */
            content?: components["schemas"]["ContentPreview"][] | null;
            device?: components["schemas"]["DevicePreview"] | null;
            /** @description What it shows. */
            kind: components["schemas"]["PreviewKind"];
            schedule?: components["schemas"]["SchedulePreview"] | null;
            /** @description Its status. */
            status: components["schemas"]["CampaignStatus"];
            store?: components["schemas"]["StorePreview"] | null;
        };
        /**
         * @description What a preview shows. Rule: CAM-13.
         * @enum {string}
         */
        PreviewKind: "content" | "device" | "store" | "schedule";
        /** @description How plays shall be priced. */
        PricingBody: {
            cpm?: components["schemas"]["Amount"] | null;
            /** @description `RATE_CARD` or `FIXED_CPM`. */
            mode: components["schemas"]["PricingMode"];
        };
        /**
         * @description Where the CPM comes from. Rule: D-27.
         * @enum {string}
         */
        PricingMode: "RATE_CARD" | "FIXED_CPM";
        /** @description From such a priority on. */
        PriorityMultiplier: {
            /**
             * Format: int32
             * @description Lowest priority.
             */
            from_priority: number;
            /**
             * Format: int32
             * @description Percent.
             */
            percent: number;
        };
        /** @description A problem as the document describes it; members of the case come beside these. */
        Problem: {
            /**
             * @description The stable word; `INTERNAL` for a failure of the appliance.
             * @example INVALID_DURATION
             */
            error: string;
            /** @description The fields that need correction. */
            fields?: components["schemas"]["FieldError"][] | null;
            /** @description What happened, with the numbers, and what to do. */
            message: string;
            /** @description Finds the request in the appliance's log. */
            request_id: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The kind of problem, for people. */
            title: string;
            /** @description `urn:vetrina:problem:` and the error. */
            type: string;
        };
        /** @description Evidence of a play. */
        ProofBody: {
            /** @description RSASSA-PKCS1-v1_5 SHA-256, base64. */
            device_signature: string;
            location?: components["schemas"]["LocationBody"] | null;
            /** @description SHA-256 of the captured frame, hex. */
            screenshot_hash?: string | null;
        };
        /** @description A report: record + supplements + what is live; unique counts are unions. */
        ProofOfPlay: {
            /**
             * Format: int64
             * @description Verified plays that came late through a queue.
             */
            backfilled: number;
            /**
             * Format: uuid
             * @description Campaign.
             */
            campaign_id: string;
            date?: components["schemas"]["Day"] | null;
            from?: components["schemas"]["Day"] | null;
            /** @description By region and store. */
            geographic_breakdown: components["schemas"]["Geography"];
            /** @description Verified plays by UTC hour "00"…"23", hours without plays left out. */
            hourly_breakdown: {
                [key: string]: number;
            };
            /** @description The same by each store's local hour. */
            hourly_breakdown_local: {
                [key: string]: number;
            };
            record?: components["schemas"]["RecordView"] | null;
            /**
             * Format: int64
             * @description Rejected plays.
             */
            rejected: number;
            /** @description Rejected plays by recorded reason. */
            rejections: {
                [key: string]: number;
            };
            /** @description Whether figures can still change. */
            status: components["schemas"]["ReportStatus"];
            /** @description Supplements to the record, in order; for a range all records and supplements. */
            supplements: components["schemas"]["RecordView"][];
            to?: components["schemas"]["Day"] | null;
            /** @description Cost of verified plays. */
            total_cost: components["schemas"]["Amount"];
            /**
             * Format: int64
             * @description Seconds of verified plays.
             */
            total_duration_seconds: number;
            /**
             * Format: int64
             * @description Verified plays.
             */
            total_impressions: number;
            /** @description Devices with a verified play. */
            unique_devices: number;
            /** @description Stores with a verified play. */
            unique_stores: number;
        };
        /**
         * @description The class of a score. Rates per band stand in `pricing::rates::BAND_RATES`. Rule: IMP-09.
         * @enum {string}
         */
        QualityBand: "PREMIUM" | "STANDARD" | "BASIC" | "POOR";
        /** @description By the band of the quality score. */
        QualityMultiplier: {
            /** @description The band. */
            band: components["schemas"]["QualityBand"];
            /**
             * Format: int32
             * @description Percent; 0 is not billable.
             */
            percent: number;
        };
        /** @description Three numbers of one kind. */
        Range_Amount: {
            /** @description Decimal number with at most 6 decimals; text is read too */
            high: number;
            /** @description Decimal number with at most 6 decimals; text is read too */
            low: number;
            /** @description Decimal number with at most 6 decimals; text is read too */
            mid: number;
        };
        /** @description Three numbers of one kind. */
        Range_f64: {
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
            /** Format: double */
            mid: number;
        };
        /** @description Three numbers of one kind. */
        Range_u32: {
            /** Format: int32 */
            high: number;
            /** Format: int32 */
            low: number;
            /** Format: int32 */
            mid: number;
        };
        /** @description Three numbers of one kind. */
        Range_u64: {
            /** Format: int64 */
            high: number;
            /** Format: int64 */
            low: number;
            /** Format: int64 */
            mid: number;
        };
        /** @description Versions of the base rates, newest first, with the tables that prices follow. */
        RateCardList: {
            /** @description The versions. */
            items: components["schemas"]["RateCardView"][];
            /** @description What a base rate is multiplied by. */
            multipliers: components["schemas"]["Multipliers"];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
            /** @description Peak hours on a store's wall clock. */
            peak_hours: components["schemas"]["PeakHoursView"];
        };
        /** @description One version of the base rates. */
        RateCardView: {
            /** @description The first moment (of `played_at`) that the card prices. */
            effective_at: components["schemas"]["Timestamp"];
            /** @description Whether it prices plays of this moment. */
            is_current: boolean;
            /** @description One row a category. */
            rows: components["schemas"]["RateRow"][];
            /**
             * Format: int32
             * @description Rising from 1.
             */
            version: number;
        };
        /** @description What new rates mean for a campaign. */
        RateImpact: {
            /** @description Mean CPM of the campaign's screens now, peak and other hours by their share of a week. */
            current_cpm: components["schemas"]["Amount"];
            /** @description First moment of the new rates. */
            effective_at: components["schemas"]["Timestamp"];
            exhausted_at?: components["schemas"]["Timestamp"] | null;
            /** @description Whether the new rates use the budget up earlier. */
            exhausts_earlier: boolean;
            /** @description The same by the new rates. */
            new_cpm: components["schemas"]["Amount"];
            new_exhausted_at?: components["schemas"]["Timestamp"] | null;
            /** @description The same with the new rates from their first moment on. */
            new_projected_cost: components["schemas"]["Amount"];
            /** @description What the campaign would cost until its end at today's rates and pace. */
            projected_cost: components["schemas"]["Amount"];
            /** @description More budget that would carry the campaign to its end; zero when none is needed. */
            suggested_increase: components["schemas"]["Amount"];
        };
        /** @description What the newest announced rates mean for a campaign. */
        RateImpactView: {
            impact?: components["schemas"]["RateImpact"] | null;
            /** @description Whether a contract locks the campaign's rate. */
            rate_lock: boolean;
            /**
             * Format: int32
             * @description The announced version; absent (null) when none waits to take effect.
             */
            version?: number | null;
        };
        /** @description The rates of one store category, per 1,000 plays. */
        RateRow: {
            /** @description Which stores the row is for. */
            category: components["schemas"]["StoreCategory"];
            /** @description CPM at all other hours. */
            off_peak_cpm: components["schemas"]["Amount"];
            /** @description CPM within peak hours. */
            peak_cpm: components["schemas"]["Amount"];
            /**
             * Format: int32
             * @description The "premium multiplier" in percent; shown, never part of a price.
             */
            premium_percent: number;
        };
        /** @description Why, in words. */
        Reason: {
            /** @description 1 to 500 characters. */
            reason?: string;
        };
        /** @description What to do. Rule: ABT-05. */
        Recommendation: {
            /** @description What it is worth. */
            confidence: components["schemas"]["Confidence"];
            /** @description What the advertiser can do now. */
            options: string[];
            /** @description Why, in words. */
            reasoning: string;
            /** @description The variant that won or should win. */
            winner?: string | null;
        };
        /** @description The immutable record of a day. */
        RecordView: {
            /** @description UTC day. */
            date: components["schemas"]["Day"];
            /** @description When it was cut: the slot of the daily job. */
            generated_at: components["schemas"]["Timestamp"];
            /** @description SHA-256 over its content and the hash before it, hex. */
            hash: string;
            /**
             * Format: int64
             * @description Verified plays in it.
             */
            impressions: number;
            /** @description `RECORD`, `LATE`, `REVIEW_RESOLVED`. */
            kind: components["schemas"]["AggregateKind"];
            /**
             * Format: int32
             * @description 0 = the record, 1… = supplements.
             */
            number: number;
            /** @description Hash of the campaign's record or supplement before it, hex. */
            previous_hash: string;
        };
        /** @description Why an account is free again. */
        ReinstateBody: {
            /**
             * @description In words, 1 to 500 characters.
             * @default null
             */
            note: string | null;
        };
        /**
         * @description Whether figures can still change.
         * @enum {string}
         */
        ReportStatus: "LIVE" | "FINAL";
        /**
         * @description How a supplier's request stands.
         * @enum {string}
         */
        RequestStatus: "PENDING" | "APPROVED" | "DECLINED";
        /**
         * @description The resolution of a screen that is simulated.
         * @enum {string}
         */
        Resolution: "1080p" | "4k";
        /** @description What the investigation found. */
        ResolutionBody: {
            compensation_amount?: components["schemas"]["Amount"] | null;
            /** @description In words; required. */
            findings: string;
            /** @description `A` false alarm, `B` valid concern, `C` policy violation, `D` fraud confirmed. */
            outcome: components["schemas"]["Outcome"];
            /** @description The content has to be approved again, with outcome B. */
            require_content_reapproval?: boolean;
        };
        /** @description The end of a case. */
        ResolutionView: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Who. */
            by: string;
            /** @description Why there were no plays. */
            cause: components["schemas"]["Cause"];
            /** @description For the records. */
            documentation?: string | null;
            /**
             * Format: uuid
             * @description The draft that was made of it.
             */
            extension_campaign_id?: string | null;
            /** @description Whether the campaign may run again free of charge. */
            extension_offered: boolean;
            /** @description What was found. */
            findings: string;
            /** @description What failed and what was done about it. */
            post_mortem?: string | null;
            service_credit?: components["schemas"]["Amount"] | null;
        };
        /** @description What became of a play. */
        ReviewDecision: {
            /**
             * Format: uuid
             * @description The impression.
             */
            impression_id: string;
            /** @description The status that holds now. */
            status: components["schemas"]["PlayStatus"];
        };
        /**
         * @description Why the operator should look at a campaign; it runs all the same.
         * @enum {string}
         */
        ReviewFlag: "NEAR_DUPLICATES";
        /** @description Why a play is decided so. */
        ReviewReason: {
            /** @description At most 500 characters; needed for a rejection. */
            reason?: string | null;
        };
        /** @description A play that waits for a decision. */
        ReviewView: {
            /**
             * Format: int64
             * @description Waiting since, seconds.
             */
            age_seconds: number;
            /**
             * Format: uuid
             * @description Campaign.
             */
            campaign_id?: string | null;
            /** @description Its name. */
            campaign_name?: string | null;
            /** @description Cost held. */
            cost: components["schemas"]["Amount"];
            /** @description When the timer decides: approves, or rejects at the end of the longest wait. */
            decided_by_timer_at: components["schemas"]["Timestamp"];
            /**
             * Format: uuid
             * @description Device.
             */
            device_id?: string | null;
            /** @description Its name. */
            device_name?: string | null;
            /**
             * Format: int32
             * @description From the store, metres; absent (null) when the device sent no place.
             */
            distance_m?: number | null;
            /** @description Why it waits. */
            flags: components["schemas"]["Flags"];
            /**
             * Format: uuid
             * @description The impression.
             */
            impression_id: string;
            /** @description True when only a person decides; else the timer approves it. */
            needs_person: boolean;
            /** @description End of the play, device clock. */
            played_at: components["schemas"]["Timestamp"];
            /**
             * Format: int32
             * @description 0 to 100.
             */
            quality_score: number;
            /** @description Receipt, server clock. */
            received_at: components["schemas"]["Timestamp"];
            /** @description True once reviewers were reminded of it. */
            reminded: boolean;
            /** @description Place in the order of all entries. */
            seq: components["schemas"]["u64"];
            /**
             * Format: uuid
             * @description Store that the device stood in.
             */
            store_id?: string | null;
            /** @description Its name. */
            store_name?: string | null;
        };
        /**
         * @description What a person or program may do. Rule: D-47.
         * @enum {string}
         */
        Role: "SUPER_ADMIN" | "ADMIN" | "REVIEWER" | "ADVERTISER" | "SUPPLIER" | "AUDITOR";
        /** @description A campaign in a store's rotation. Others are told by their place alone. */
        RotationEntry: {
            /** @description Whether it is the previewed one. */
            is_own: boolean;
            /** @description Its name, of the previewed campaign and for the operator; else `Campaign 2`. */
            name: string;
            /**
             * Format: int32
             * @description 1 to 10.
             */
            priority: number;
            /**
             * Format: double
             * @description Share of the draws, percent.
             */
            share_percent: number;
        };
        /**
         * @description What a rule compares.
         * @enum {string}
         */
        RuleType: "BRAND" | "CATEGORY" | "KEYWORD";
        /**
         * @description What the scan of an asset found; each one asks for approval and can be blocked by a store.
         *     Rule: CAM-08, D-42.
         * @enum {string}
         */
        ScanFlag: "ALCOHOL" | "TOBACCO" | "GAMBLING" | "ADULT";
        /** @description What a person found in an asset. */
        ScanFlags: {
            /** @description All flags that hold; empty for nothing. */
            scan_flags: components["schemas"]["ScanFlag"][];
        };
        /** @description A play of the hour. */
        SchedulePlay: {
            /**
             * Format: uuid
             * @description What is shown, of own plays.
             */
            asset_id?: string | null;
            /** @description Beginning. */
            from: components["schemas"]["Timestamp"];
            /** @description Whether it is the previewed one's. */
            is_own: boolean;
            /** @description Whose, as in the store's rotation. */
            name: string;
            /** @description End. */
            to: components["schemas"]["Timestamp"];
        };
        /** @description An hour of rotation on one screen. */
        SchedulePreview: {
            /** @description Plays of all campaigns in the hour. */
            all_plays: number;
            /** @description Beginning of the hour. */
            from: components["schemas"]["Timestamp"];
            /** @description The drawing. */
            image_url: string;
            /** @description Whether store hours and dayparts let the campaign play then. */
            is_in_schedule: boolean;
            /** @description Plays of the campaign in the hour. */
            own_plays: number;
            /** @description In order. */
            plays: components["schemas"]["SchedulePlay"][];
            /**
             * Format: uuid
             * @description Store.
             */
            store_id: string;
        };
        /** @description From such a screen on. */
        ScreenMultiplier: {
            /**
             * Format: double
             * @description Smallest diagonal in inches.
             */
            from_inches: number;
            /** @description Whether it takes 4K. */
            needs_4k: boolean;
            /**
             * Format: int32
             * @description Percent.
             */
            percent: number;
        };
        /** @description The last payment. */
        SettlementBody: {
            /** @description What the payment is found by, 1 to 200 characters. */
            reference: string;
        };
        /** @description Promised against delivered over some days. */
        ShareReport: {
            /** @description What shares are counted within. */
            by: components["schemas"]["Grouping"];
            /**
             * Format: int64
             * @description Plays billed.
             */
            delivered_plays: number;
            /**
             * Format: int64
             * @description Slots given out.
             */
            draws: number;
            /** @description First UTC day. */
            from: components["schemas"]["Day"];
            /** @description By group, the largest promise first. */
            items: components["schemas"]["ShareRow"][];
            /** @description Gets the next page; absent (null) on the last one. */
            next_cursor?: string | null;
            /** @description Last UTC day. */
            to: components["schemas"]["Day"];
        };
        /** @description One campaign, within all screens, a store or a screen. */
        ShareRow: {
            /**
             * Format: uuid
             * @description The campaign.
             */
            campaign_id: string;
            /** @description Its name. */
            campaign_name: string;
            /**
             * Format: int64
             * @description Draws that it was left out of because of its daily cap.
             */
            daily_cap_skips: number;
            /**
             * Format: int64
             * @description Billed plays, also those without a lease.
             */
            delivered_plays: number;
            /** @description Of all billed plays, percent with 2 decimals. */
            delivered_share_pct: components["schemas"]["Amount"];
            /**
             * Format: uuid
             * @description The device, where shares are counted within devices.
             */
            device_id?: string | null;
            /** @description Delivered share less promised share, points with 2 decimals. */
            difference_points: components["schemas"]["Amount"];
            /**
             * Format: int64
             * @description Leases granted.
             */
            offered_plays: number;
            /** @description Of all leases granted, percent with 2 decimals. */
            offered_share_pct: components["schemas"]["Amount"];
            /** @description Slots that the draws promised by weight: the sum of its parts of each slot. */
            promised_plays: components["schemas"]["Amount"];
            /** @description Of all promised slots, percent with 2 decimals. */
            promised_share_pct: components["schemas"]["Amount"];
            /**
             * Format: uuid
             * @description The store, where shares are counted within stores or devices.
             */
            store_id?: string | null;
        };
        /**
         * @description How a campaign's content stands on one device.
         * @enum {string}
         */
        ShareStatus: "PENDING" | "ACKED" | "FAILED";
        /** @description The simulated clock. */
        SimClock: {
            /** @description Now. */
            now: components["schemas"]["Timestamp"];
            /** @description Always true: under the real clock this is not found. */
            simulated: boolean;
        };
        /** @description What a campaign would deliver. Nothing was charged. */
        SimulationView: {
            /** @description How far it can be relied on. */
            confidence_level: components["schemas"]["Confidence"];
            /** @description What a thousand plays cost. */
            estimated_cpm: components["schemas"]["CpmRange"];
            /** @description Plays. */
            estimated_impressions: components["schemas"]["Range_u64"];
            /** @description Their cost by the campaign's own content and priority. */
            estimated_spend: components["schemas"]["Range_Amount"];
            /** @description What it rests on. */
            evidence: components["schemas"]["Evidence"];
            /** @description By hour of the stores' day. */
            hourly_distribution: components["schemas"]["HourShare"][];
            /** @description Whether the budget or daily cap ends the range. */
            limited_by_budget: boolean;
            /** @description By store, the largest first. */
            store_distribution: components["schemas"]["StoreShare"][];
        };
        /** @description A remaining budget at a full hour. */
        SnapshotView: {
            /** @description The full hour. */
            at: components["schemas"]["Timestamp"];
            /** @description What could still be spent. */
            remaining_budget: components["schemas"]["Amount"];
        };
        /** @description A wallet over some days: opening + all lines = closing. */
        Statement: {
            /** @description After the last day. */
            closing: components["schemas"]["Balances"];
            /** @description Of all amounts. */
            currency: components["schemas"]["Currency"];
            /** @description First UTC day. */
            from: components["schemas"]["Day"];
            /** @description Every movement in order; a supplier's shares of single plays as one line a day of receipt. */
            lines: components["schemas"]["StatementLine"][];
            /** @description Before the first day. */
            opening: components["schemas"]["Balances"];
            /**
             * Format: uuid
             * @description The advertiser or supplier.
             */
            owner_id: string;
            /** @description Which of the two. */
            owner_type: components["schemas"]["WalletOwner"];
            /** @description Last UTC day. */
            to: components["schemas"]["Day"];
        };
        StatementFormat: string;
        /** @description One movement, with the balances after it. */
        StatementLine: components["schemas"]["Balances"] & {
            /** @description Always above zero. */
            amount: components["schemas"]["Amount"];
            /** @description When, server clock; for a day's shares, of the newest play. */
            at: components["schemas"]["Timestamp"];
            /** @description What it did to the available balance; below zero for money that went. */
            available_change: components["schemas"]["Amount"];
            /**
             * Format: uuid
             * @description The campaign concerned.
             */
            campaign_id?: string | null;
            /** @description A sentence for a person. */
            description: string;
            /** @description The ledger's word, finer. */
            kind: components["schemas"]["TransferKind"];
            pending_change?: components["schemas"]["Amount"] | null;
            /**
             * Format: uuid
             * @description The request or impression concerned.
             */
            reference_id?: string | null;
            /** @description The seed's word. */
            transaction_type: components["schemas"]["WalletTransactionType"];
        };
        /** @description The statistics of a test. Rule: ABT-03, ABT-05. */
        StatisticsView: {
            /**
             * Format: double
             * @description 100 × (1 − corrected p-value), percent.
             */
            confidence_level: number;
            /**
             * Format: int32
             * @description Asked for, percent.
             */
            confidence_threshold: number;
            /**
             * Format: double
             * @description The same, corrected for repeated looks; of the newest look where there was one.
             */
            corrected_p_value: number;
            /**
             * Format: int32
             * @description Variants that take part, less one.
             */
            degrees_of_freedom: number;
            /** @description Whether it ran long enough. */
            duration_adequate: boolean;
            /**
             * Format: int64
             * @description Billed plays of the variant with the fewest.
             */
            fewest_impressions: number;
            /** @description Whether a look reached the confidence asked for. */
            is_significant: boolean;
            /**
             * Format: double
             * @description Upper end of it.
             */
            lead_high?: number | null;
            /**
             * Format: double
             * @description Lower end of the best variant's lead over the second.
             */
            lead_low?: number | null;
            /** @description Looks so far. */
            looks: components["schemas"]["LookView"][];
            next_look_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: double
             * @description As computed from the plays so far; looking at it decides nothing.
             */
            p_value: number;
            /**
             * Format: int64
             * @description Billed plays that each variant needs.
             */
            required_impressions: number;
            /** @description Whether each variant has enough plays. */
            sample_size_adequate: boolean;
            /**
             * Format: double
             * @description Sum of squared differences, now.
             */
            statistic: number;
            /** @description `chi_square`. */
            test_type: string;
        };
        /** @description A status and since when. */
        StatusEntry: {
            /** @description Begin. */
            at: components["schemas"]["Timestamp"];
            /** @description Why it was paused. */
            reason?: string | null;
            /** @description The status. */
            status: string;
        };
        /** @description Why a campaign is stopped. */
        StopBody: {
            /** @description Links, http or https, at most 20. */
            evidence_urls?: string[];
            /** @description Required. */
            reason_code: components["schemas"]["StopReason"];
            /** @description Required for OTHER. */
            reason_detail?: string | null;
        };
        /** @description A device that was told to stop. */
        StoppedDevice: {
            acked_at?: components["schemas"]["Timestamp"] | null;
            /** @description In its words. */
            detail?: string | null;
            /**
             * Format: uuid
             * @description Device.
             */
            device_id?: string | null;
            /** @description Its name. */
            device_name?: string | null;
            /** @description Whether it was online at the stop. */
            online_at_stop: boolean;
            /**
             * Format: double
             * @description Seconds from the stop to that.
             */
            seconds_to_dark?: number | null;
            /** @description How it stands. */
            state: components["schemas"]["DarkState"];
            /**
             * Format: uuid
             * @description Where it stood.
             */
            store_id?: string | null;
            told_at?: components["schemas"]["Timestamp"] | null;
        };
        /**
         * @description Why a campaign is stopped at once. Source: BR-CAMP-EMERGENCY-004.
         * @enum {string}
         */
        StopReason: "BRAND_SAFETY" | "CONTENT_ERROR" | "LEGAL_DEMAND" | "FRAUD_DETECTED" | "SECURITY_INCIDENT" | "ADVERTISER_REQUEST" | "SUPPLIER_COMPLAINT" | "TECHNICAL_ISSUE" | "BUDGET_FRAUD" | "OTHER";
        /** @description A supplier's request for an emergency stop. */
        StopRequestView: {
            /**
             * Format: uuid
             * @description What to stop.
             */
            campaign_id?: string | null;
            /** @description When it was made. */
            created_at: components["schemas"]["Timestamp"];
            decided_at?: components["schemas"]["Timestamp"] | null;
            /** @description What was said about it. */
            decision_note?: string | null;
            /** @description Links to evidence. */
            evidence_urls: string[];
            /**
             * Format: uuid
             * @description Id.
             */
            id: string;
            /**
             * Format: uuid
             * @description The incident that came of it.
             */
            incident_id?: string | null;
            /** @description Whether its own stores went dark at once. */
            is_safety: boolean;
            /** @description Why. */
            reason_code: components["schemas"]["StopReason"];
            /** @description In words. */
            reason_detail?: string | null;
            /** @description How it stands. */
            status: components["schemas"]["RequestStatus"];
            /** @description The supplier's stores that show it. */
            store_ids: string[];
            /**
             * Format: uuid
             * @description Who asks.
             */
            supplier_id?: string | null;
        };
        /** @description What came of one campaign. */
        StopResult: {
            /**
             * Format: uuid
             * @description The campaign.
             */
            campaign_id: string;
            /** @description Why it was not stopped, as a word. */
            error?: string | null;
            /**
             * Format: uuid
             * @description The incident that was opened.
             */
            incident_id?: string | null;
            /** @description The same in a sentence. */
            message?: string | null;
            /** @description Whether it is stopped now. */
            stopped: boolean;
        };
        /** @description What came of each campaign. */
        StopsAnswer: {
            /** @description One by one. */
            results: components["schemas"]["StopResult"][];
            /** @description How many are stopped. */
            stopped: number;
        };
        /** @description Several campaigns, and why they are stopped. */
        StopsBody: {
            /** @description 1 to 1,000 campaigns. */
            campaign_ids: string[];
            /** @description Links, http or https, at most 20. */
            evidence_urls?: string[];
            /** @description Required. */
            reason_code: components["schemas"]["StopReason"];
            /** @description Required for OTHER. */
            reason_detail?: string | null;
        };
        /**
         * @description What kind of place a store is; it decides the base rate. Rule: PRC-01.
         * @enum {string}
         */
        StoreCategory: "PREMIUM_MALL" | "SHOPPING_MALL" | "SUPERMARKET" | "DEPARTMENT_STORE" | "CONVENIENCE_STORE" | "GAS_STATION" | "RESTAURANT" | "OTHER";
        /** @description What changes of a store. Category, traffic and status count from now on. */
        StoreChange: {
            /** @description Street address. */
            address?: string | null;
            /**
             * Format: int32
             * @description Mean stay of a visitor, minutes.
             */
            avg_dwell_time_minutes?: number | null;
            category?: components["schemas"]["StoreCategory"] | null;
            /** @description ISO 3166 code. */
            country?: string | null;
            /**
             * Format: int32
             * @description Visitors a day.
             */
            daily_foot_traffic?: number | null;
            /**
             * Format: double
             * @description Degrees, north positive.
             */
            lat?: number | null;
            /**
             * Format: double
             * @description Degrees, east positive.
             */
            lng?: number | null;
            /** @description Display name. */
            name?: string | null;
            /** @description Store-local; empty means always open. */
            opening_hours?: components["schemas"]["DaypartInput"][] | null;
            /** @description Region of the reports. */
            region?: string | null;
            status?: components["schemas"]["StoreStatus"] | null;
            /** @description IANA zone name. */
            timezone?: string | null;
            /** @description OpenOOH venue type. */
            venue_type?: string | null;
        };
        /**
         * @description How a target store stands.
         * @enum {string}
         */
        StoreFitness: "ELIGIBLE" | "BLOCKED" | "UNUSABLE";
        /** @description A store by id and name. */
        StoreName: {
            /**
             * Format: uuid
             * @description Store.
             */
            store_id: string;
            /** @description Its name. */
            store_name: string;
        };
        /** @description Plays of a store. */
        StorePlays: {
            /**
             * Format: int64
             * @description Seconds played.
             */
            duration_seconds: number;
            /**
             * Format: int64
             * @description Verified plays.
             */
            impressions: number;
            /** @description Its name. */
            name: string;
            /**
             * Format: uuid
             * @description Store.
             */
            store_id: string;
        };
        /** @description A target store on the map. */
        StorePoint: {
            /** @description ACTIVE devices. */
            devices: number;
            /** @description Whether it can show the campaign. */
            fitness: components["schemas"]["StoreFitness"];
            /**
             * Format: double
             * @description Degrees.
             */
            lat: number;
            /**
             * Format: double
             * @description Degrees.
             */
            lng: number;
            /** @description Why it is blocked. */
            reason?: string | null;
            /** @description Region. */
            region: string;
            /**
             * Format: uuid
             * @description Store.
             */
            store_id: string;
            /** @description Name. */
            store_name: string;
        };
        /** @description The campaign among those of a store. */
        StorePreview: {
            /**
             * Format: int32
             * @description Mean stay of a visitor, minutes.
             */
            avg_dwell_time_minutes: number;
            category?: components["schemas"]["StoreCategory"] | null;
            /**
             * Format: int32
             * @description Visitors a day.
             */
            daily_foot_traffic: number;
            /** @description ACTIVE screens. */
            devices: components["schemas"]["StoreScreen"][];
            /** @description The drawing. */
            image_url: string;
            /** @description Place in serving order: 1 is drawn first among equals. */
            position: number;
            /** @description All campaigns of the store with this one, in serving order. */
            rotation: components["schemas"]["RotationEntry"][];
            /**
             * Format: uuid
             * @description Store.
             */
            store_id: string;
            /** @description Its name. */
            store_name: string;
        };
        /** @description A screen of a store. */
        StoreScreen: {
            /**
             * Format: uuid
             * @description Device.
             */
            device_id: string;
            /**
             * Format: int32
             * @description Pixels.
             */
            height: number;
            /** @description Its name. */
            name: string;
            /** @description How it hangs. */
            orientation: components["schemas"]["Orientation"];
            /**
             * Format: double
             * @description Diagonal.
             */
            screen_inches: number;
            /**
             * Format: int32
             * @description Pixels.
             */
            width: number;
        };
        /** @description A store's part. */
        StoreShare: {
            /** @description Whether it was weighed by its own history. */
            has_history: boolean;
            /**
             * Format: double
             * @description Percent of the plays, 2 decimals; all sum to 100.
             */
            pct_impressions: number;
            /**
             * Format: uuid
             * @description Store.
             */
            store_id: string;
            /** @description Its name. */
            store_name: string;
        };
        /**
         * @description Whether a store takes plays.
         * @enum {string}
         */
        StoreStatus: "ACTIVE" | "INACTIVE";
        /**
         * @description A store. Advertisers see what they choose stores by; the members marked so are for operators
         *     and the owner.
         */
        StoreView: {
            /** @description Street address (not for advertisers). */
            address?: string | null;
            /**
             * Format: int32
             * @description Mean stay of a visitor, minutes.
             */
            avg_dwell_time_minutes: number;
            /** @description Decides the base rate. */
            category: components["schemas"]["StoreCategory"];
            /**
             * @description ISO 3166 code.
             * @example VN
             */
            country: string;
            /** @description Creation. */
            created_at: components["schemas"]["Timestamp"];
            /**
             * Format: int32
             * @description Visitors a day; decides the traffic multiplier.
             */
            daily_foot_traffic: number;
            /** @description Devices that stand in it and are not revoked (not for advertisers). */
            device_count?: number | null;
            /**
             * Format: uuid
             * @description Id.
             */
            id: string;
            /**
             * Format: double
             * @description Degrees, north positive.
             */
            lat: number;
            /**
             * Format: double
             * @description Degrees, east positive.
             */
            lng: number;
            /** @description Display name. */
            name: string;
            /** @description Store-local; empty means always open. */
            opening_hours: components["schemas"]["OpeningHours"];
            /** @description Region of the reports. */
            region: string;
            /** @description Whether it takes plays. */
            status: components["schemas"]["StoreStatus"];
            /**
             * Format: uuid
             * @description The owner (not for advertisers).
             */
            supplier_id?: string | null;
            /** @description IANA zone name. */
            timezone: string;
            /** @description Last change. */
            updated_at: components["schemas"]["Timestamp"];
            /** @description OpenOOH venue type. */
            venue_type?: string | null;
        };
        /** @description What a submission confirms. */
        Submission: {
            /** @description Codes of warnings that were seen: `SIMILAR_CAMPAIGN`, `SCHEDULE_CONFLICT`. */
            acknowledged_warnings?: string[];
            /** @description Must be true. */
            terms_accepted?: boolean;
        };
        /** @description What became of a play. */
        SubmissionAnswer: {
            /** @description What the campaign can still spend. */
            campaign_remaining_budget: components["schemas"]["Amount"];
            /** @description Price, 4 decimals. */
            cost: components["schemas"]["Amount"];
            /** @description What was noticed. */
            flags?: string[];
            /**
             * Format: uuid
             * @description Id of the impression.
             */
            impression_id: string;
            /**
             * Format: int32
             * @description 0 to 100.
             */
            quality_score: number;
            /** @description `VERIFIED` or `UNDER_REVIEW`. */
            status: components["schemas"]["PlayStatus"];
        };
        /**
         * @description What a status alone does not say. Rule: D-41.
         * @enum {string}
         */
        SubStatus: "TEST";
        /** @description What changes of a supplier. */
        SupplierChange: {
            /** @description Contact address. */
            email?: string | null;
            language?: components["schemas"]["Language"] | null;
            /** @description Display name. */
            name?: string | null;
        };
        /** @description A supplier. */
        SupplierView: {
            /** @description Creation. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Contact address. */
            email: string;
            /**
             * Format: uuid
             * @description Id.
             */
            id: string;
            /** @description Language of notifications. */
            language: components["schemas"]["Language"];
            /** @description Display name. */
            name: string;
            /** @description Whether it takes part. */
            status: components["schemas"]["PartyStatus"];
            /** @description Last change. */
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description Why an account is held. */
        SuspendBody: {
            /** @description In words, 1 to 500 characters. */
            note?: string | null;
            /** @description Why. */
            reason: components["schemas"]["SuspensionReason"];
        };
        /**
         * @description Why an account is held or ended. Rule: CAM-27.
         * @enum {string}
         */
        SuspensionReason: "PAYMENT_DEFAULT" | "POLICY_VIOLATION" | "FRAUD_INVESTIGATION" | "LEGAL_REQUIREMENT" | "KYC_FAILURE";
        /** @description A suspension that is on. */
        SuspensionView: {
            /** @description Begin. */
            at: components["schemas"]["Timestamp"];
            /** @description In words. */
            note?: string | null;
            /** @description Why. */
            reason: components["schemas"]["SuspensionReason"];
        };
        /** @description What runs here. */
        SystemView: {
            /** @description False once a commit has failed. */
            healthy: boolean;
            /** @description Messages that wait for the writer. */
            queue_depth: number;
            /** @description Now, by the clock of the business. */
            server_time: components["schemas"]["Timestamp"];
            /** @description Whether that clock is simulated. */
            simulated_clock: boolean;
            /** @description Release. */
            version: string;
        };
        /** @description Stores for a campaign: one of the two. */
        Targeting: {
            /** @description 1 to 1,000 stores. */
            target_stores?: string[] | null;
            targeting_criteria?: components["schemas"]["Criteria"] | null;
        };
        /** @description How the chosen stores stand, and what they would deliver. */
        TargetingAnswer: {
            /** @description How many block. */
            blocked_count: number;
            /** @description Stores whose rules block it, with the reason. */
            blocked_stores: components["schemas"]["BlockedStore"][];
            /**
             * Format: int64
             * @description As many as the slots allow, rounded down.
             */
            deliverable_impressions?: number | null;
            /** @description How many can. */
            eligible_count: number;
            /** @description Stores that can show the campaign. */
            eligible_stores: components["schemas"]["StoreName"][];
            estimated_cost?: components["schemas"]["Amount"] | null;
            estimated_cpm?: components["schemas"]["Amount"] | null;
            /**
             * Format: int64
             * @description By foot traffic, rounded down; `null` while the campaign has no dates, like all that follow.
             */
            estimated_impressions?: number | null;
            expected_cost?: components["schemas"]["Amount"] | null;
            /** @description Eligible stores that are never open in the campaign's hours: they add nothing. */
            schedule_conflicts: components["schemas"]["StoreName"][];
            /** @description Stores that are not ACTIVE or have no ACTIVE device. */
            unusable_stores: components["schemas"]["BlockedStore"][];
        };
        /** @description Why an account ends. */
        TerminateBody: {
            /** @description In words, 1 to 500 characters. */
            note?: string | null;
            outstanding_debt?: components["schemas"]["Amount"] | null;
            /** @description Why. */
            reason: components["schemas"]["SuspensionReason"];
        };
        /** @description The end of an account. */
        TerminationView: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description What the account owed. */
            debt: components["schemas"]["Amount"];
            /** @description What of it was taken. */
            debt_paid: components["schemas"]["Amount"];
            /** @description In words. */
            note?: string | null;
            paid_out?: components["schemas"]["Amount"] | null;
            /** @description Why. */
            reason: components["schemas"]["SuspensionReason"];
            /** @description What the payment is found by. */
            reference?: string | null;
            /** @description Refunded from its campaigns. */
            refunded: components["schemas"]["Amount"];
            settled_at?: components["schemas"]["Timestamp"] | null;
            /** @description The settlement is to be done by then. */
            settlement_due_at: components["schemas"]["Timestamp"];
        };
        /**
         * @description Why a test run ended. Rule: CAM-14.
         * @enum {string}
         */
        TestEnd: "WINDOW_OVER" | "BUDGET_SPENT" | "STOPPED" | "CAMPAIGN_STARTED" | "CAMPAIGN_STOPPED";
        /**
         * @description What the variants are compared by. Rule: ABT-03.
         * @enum {string}
         */
        TestMetric: "COMPLETION_RATE" | "ENGAGEMENT" | "IMPRESSIONS";
        /**
         * @description Whether a test runs.
         * @enum {string}
         */
        TestState: "RUNNING" | "ENDED";
        /** @description A test in one of its stores. */
        TestStoreView: {
            actual_cpm?: components["schemas"]["Amount"] | null;
            /**
             * Format: int64
             * @description Billed plays.
             */
            impressions: number;
            /**
             * Format: int64
             * @description Mean score of billed plays, 0 to 100.
             */
            quality_score?: number | null;
            /**
             * Format: int64
             * @description Refused plays.
             */
            rejected: number;
            /** @description Charged for billed plays. */
            spent: components["schemas"]["Amount"];
            /**
             * Format: uuid
             * @description Store.
             */
            store_id: string;
            /** @description Its name. */
            store_name: string;
        };
        /** @description What a test brought. Rule: CAM-14. */
        TestSummary: {
            actual_cpm?: components["schemas"]["Amount"] | null;
            /**
             * Format: uuid
             * @description Campaign.
             */
            campaign_id: string;
            cpm_difference?: components["schemas"]["Amount"] | null;
            ended_at?: components["schemas"]["Timestamp"] | null;
            ended_by?: components["schemas"]["TestEnd"] | null;
            /** @description What the estimate says for the test stores. */
            estimated_cpm: components["schemas"]["Amount"];
            /** @description Reserved for plays under review. */
            held_for_review: components["schemas"]["Amount"];
            /**
             * Format: int64
             * @description Billed plays.
             */
            impressions: number;
            /** @description What can follow; empty while it runs. */
            next_steps: components["schemas"]["NextStep"][];
            /** @description End at the latest. */
            planned_end: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description Mean score of billed plays, 0 to 100.
             */
            quality_score?: number | null;
            /**
             * Format: int64
             * @description Refused plays.
             */
            rejected: number;
            /** @description What it can still spend. */
            remaining_test_budget: components["schemas"]["Amount"];
            /** @description Charged for billed plays. */
            spent: components["schemas"]["Amount"];
            /** @description Beginning. */
            started_at: components["schemas"]["Timestamp"];
            /** @description Runs or over. */
            status: components["schemas"]["TestState"];
            /** @description The stores side by side. */
            stores: components["schemas"]["TestStoreView"][];
            /** @description What it may spend. */
            test_budget: components["schemas"]["Amount"];
            /**
             * Format: uuid
             * @description Test.
             */
            test_id: string;
            /** @description Tests of the campaign so far. */
            tests: number;
            /**
             * Format: int64
             * @description Plays that wait for review.
             */
            under_review: number;
        };
        /**
         * @description A time of day in whole minutes, `00:00` to `24:00`; on the wire `HH:MM`.
         * @example 18:00
         */
        TimeOfDay: string;
        /**
         * Format: date-time
         * @description RFC 3339, UTC
         */
        Timestamp: string;
        /** @description More budget. */
        TopUpBody: {
            /** @description At least 50.00. */
            additional_budget: components["schemas"]["Amount"];
        };
        /** @description From so many visitors a day on. */
        TrafficMultiplier: {
            /**
             * Format: int32
             * @description Fewest visitors a day.
             */
            from_visitors: number;
            /**
             * Format: int32
             * @description Percent.
             */
            percent: number;
        };
        /** @description Everything about one impression. */
        Trail: {
            /** @description All checks in their order, with outcomes. */
            checks: components["schemas"]["CheckOutcome"][];
            /** @description The signature, base64. */
            device_signature: string;
            /** @description The impression. */
            impression: components["schemas"]["ImpressionView"];
            /** @description How the price came about; absent for a rejected play. */
            price_steps?: Record<string, never> | null;
            review?: components["schemas"]["DecisionView"] | null;
            /** @description The text that the device signed. */
            signed_text: string;
            /** @description All movements of money, those of a review included. */
            transfers: components["schemas"]["LegView"][];
        };
        /** @description A change of a campaign's money. Rule: BUD-06, D-31. */
        TransactionView: {
            /** @description Above zero; of a play, the campaign's part: zero where the platform paid it all. */
            amount: components["schemas"]["Amount"];
            /** @description The same afterwards. */
            balance_after: components["schemas"]["Amount"];
            /**
             * @description The wallet's available balance for HOLD, CREDIT, RELEASE, REFUND; else the campaign's
             *     remaining budget.
             */
            balance_before: components["schemas"]["Amount"];
            /** @description When, server clock. */
            created_at: components["schemas"]["Timestamp"];
            /** @description For a person. */
            description: string;
            /**
             * Format: uuid
             * @description Id; of a play's DEBIT the impression's.
             */
            id: string;
            kind?: components["schemas"]["TransferKind"] | null;
            /**
             * Format: uuid
             * @description The impression or request concerned.
             */
            reference_id?: string | null;
            /** @description The seed's word: `HOLD`, `CREDIT` (top-up), `DEBIT`, `RELEASE`, `REFUND`. */
            transaction_type: components["schemas"]["WalletTransactionType"];
        };
        /**
         * @description What a transfer is for. Rule: D-22.
         * @enum {string}
         */
        TransferKind: "DEPOSIT" | "WITHDRAWAL" | "CREDIT" | "HOLD" | "TOP_UP" | "RELEASE" | "REFUND" | "ROUNDING" | "SUPPLIER_SHARE" | "PLATFORM_SHARE" | "REVIEW_HOLD" | "REVIEW_RELEASE" | "DEBT_PAYMENT" | "SERVICE_CREDIT";
        /** Format: int64 */
        u64: number;
        /** @description How many notifications wait to be read. */
        UnreadView: {
            /** @description Unread ones, counted to a thousand. */
            unread: number;
        };
        /** @description What changes of a user. */
        UserChange: {
            /** @description False disables, true enables again. */
            is_active?: boolean | null;
            language?: components["schemas"]["Language"] | null;
            /** @description Display name. */
            name?: string | null;
            /**
             * Format: password
             * @description At least 10 characters; ends the person's sessions.
             */
            password?: string | null;
            role?: components["schemas"]["Role"] | null;
        };
        /** @description A person who signs in. */
        UserView: {
            /** @description Creation. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Sign-in name, lower case. */
            email: string;
            /**
             * Format: uuid
             * @description Id.
             */
            id: string;
            /** @description False once disabled. */
            is_active: boolean;
            /** @description Language of notifications. */
            language: components["schemas"]["Language"];
            /** @description Display name. */
            name: string;
            /**
             * Format: uuid
             * @description The advertiser or supplier the person acts for; absent (null) for the operator.
             */
            owner_id?: string | null;
            /** @description What the person may do. */
            role: components["schemas"]["Role"];
            /** @description Last change. */
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description A variant as asked for. */
        VariantInput: {
            /** @description Assets of the campaign, in rotation order. */
            content_assets: string[];
            /** @description 1 to 32 letters, digits, `-` or `_`; A, B, C, D in their order where absent. */
            id?: string | null;
            /** @description For people, 1 to 100 characters. */
            name: string;
            /**
             * Format: int64
             * @description Percent of the slots; all sum to 100.
             */
            weight: number;
        };
        /** @description What a variant has shown so far. */
        VariantView: {
            /**
             * Format: double
             * @description Mean seconds of billed plays.
             */
            avg_view_duration: number;
            /**
             * Format: double
             * @description Plays shown to the end, of billed and too short ones; 0 to 1.
             */
            completion_rate: number;
            /** @description In rotation order. */
            content_assets: string[];
            /** @description Cost of billed plays. */
            cost: components["schemas"]["Amount"];
            cost_per_impression?: components["schemas"]["Amount"] | null;
            cpm?: components["schemas"]["Amount"] | null;
            /**
             * Format: double
             * @description Plays shown for the engaged seconds or to the end, of the same; 0 to 1.
             */
            engagement_rate: number;
            /**
             * Format: int64
             * @description Billed plays.
             */
            impressions: number;
            /**
             * Format: double
             * @description Upper end of its interval.
             */
            metric_high: number;
            /**
             * Format: double
             * @description Lower end of its interval.
             */
            metric_low: number;
            /**
             * Format: double
             * @description The test's metric; for IMPRESSIONS the share of all billed plays.
             */
            metric_value: number;
            /** @description For people. */
            name: string;
            removed_at?: components["schemas"]["Timestamp"] | null;
            /** @description By hour of the stores' wall clock. */
            time_of_day: components["schemas"]["HourView"][];
            /**
             * Format: int64
             * @description Plays refused as too short.
             */
            too_short: number;
            /**
             * Format: int64
             * @description Plays that wait for review.
             */
            under_review: number;
            /**
             * Format: int32
             * @description Devices with a billed play.
             */
            unique_devices: number;
            /**
             * Format: int32
             * @description Stores with a billed play.
             */
            unique_stores: number;
            /** @description `A`, `B`… */
            variant_id: string;
            /**
             * Format: int32
             * @description Percent of the slots, as asked for.
             */
            weight: number;
        };
        /**
         * @description Which way.
         * @enum {string}
         */
        Verdict: "APPROVE" | "REJECT";
        /**
         * @description Whose wallet it is.
         * @enum {string}
         */
        WalletOwner: "ADVERTISER" | "SUPPLIER";
        /** @description One movement of a wallet. */
        WalletTransaction: {
            /** @description Always above zero. */
            amount: components["schemas"]["Amount"];
            balance_after?: components["schemas"]["Amount"] | null;
            balance_before?: components["schemas"]["Amount"] | null;
            /**
             * Format: uuid
             * @description The campaign concerned.
             */
            campaign_id?: string | null;
            /** @description When. */
            created_at: components["schemas"]["Timestamp"];
            /** @description A sentence for a person. */
            description: string;
            /**
             * Format: uuid
             * @description Id.
             */
            id: string;
            /** @description The ledger's word, finer. */
            kind: components["schemas"]["TransferKind"];
            /**
             * Format: uuid
             * @description The request or impression concerned.
             */
            reference_id?: string | null;
            /** @description The seed's word. */
            transaction_type: components["schemas"]["WalletTransactionType"];
        };
        /**
         * @description What a wallet's entry is.
         * @enum {string}
         */
        WalletTransactionType: "CREDIT" | "DEBIT" | "HOLD" | "RELEASE" | "REFUND";
        /** @description A wallet's balances. */
        WalletView: {
            /** @description What can be spent, or was paid out. */
            available_balance: components["schemas"]["Amount"];
            /** @description Of all amounts. */
            currency: components["schemas"]["Currency"];
            held_balance?: components["schemas"]["Amount"] | null;
            /**
             * Format: uuid
             * @description The advertiser or supplier.
             */
            owner_id: string;
            /** @description Which of the two. */
            owner_type: components["schemas"]["WalletOwner"];
            pending_balance?: components["schemas"]["Amount"] | null;
        };
        /** @description What changes of a webhook. */
        WebhookChange: {
            /** @description Codes of notifications, or `["*"]`. */
            events?: string[] | null;
            /** @description False switches it off, true on again. */
            is_active?: boolean | null;
            /** @description `https://…`, a public address. */
            url?: string | null;
        };
        /** @description A webhook just made; its secret is shown only here. */
        WebhookCreatedView: components["schemas"]["WebhookView"] & {
            /** @description `whsec_` and the key in base64, for the check of `webhook-signature`. */
            secret: string;
        };
        /** @description A webhook, without its secret. */
        WebhookView: {
            /** @description Creation. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Why it was switched off by itself. */
            disabled_because?: string | null;
            /** @description Codes of notifications it asks for, or `*`. */
            events: string[];
            /**
             * Format: uuid
             * @description Id.
             */
            id: string;
            /** @description Whether it is called. */
            is_active: boolean;
            /**
             * Format: uuid
             * @description The advertiser or supplier whose notifications it is told of; absent (null) for the
             *     operator.
             */
            owner_id?: string | null;
            /** @description Last change. */
            updated_at: components["schemas"]["Timestamp"];
            /** @description Where it is called. */
            url: string;
        };
        /**
         * @description A day of the week.
         * @enum {string}
         */
        Weekday: "MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT" | "SUN";
        /** @description The choice of a winner. */
        WinnerChoice: {
            /** @description The variant that gets all slots; `null` ends the test without a winner. */
            variant_id?: string | null;
        };
        /** @description The answer to `Withdraw`. */
        Withdrawn: {
            /** @description What was booked. */
            amount: components["schemas"]["Amount"];
            /** @description What is still available. */
            available_balance: components["schemas"]["Amount"];
            /** @description Of all amounts. */
            currency: components["schemas"]["Currency"];
            /** @description Earned, inside the hold. */
            pending_balance: components["schemas"]["Amount"];
            /**
             * Format: uuid
             * @description Reference of the transfer.
             */
            transaction_id: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_advertisers: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only those whose address was (not) verified. */
                email_verified?: boolean;
                /** @description Rows at most. */
                limit?: number;
                /** @description Only those whose name or address contains this. */
                q?: string;
                /** @description Only those in this status. */
                status?: components["schemas"]["PartyStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_AdvertiserView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_advertiser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAdvertiser"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdvertiserView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_advertiser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The advertiser */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdvertiserView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_advertiser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The advertiser */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdvertiserChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdvertiserView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reinstate_advertiser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The advertiser */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReinstateBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdvertiserView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not SUSPENDED */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    settle_advertiser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The advertiser */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettlementBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdvertiserView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not TERMINATED, settled, or plays under review */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suspend_advertiser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The advertiser */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuspendBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdvertiserView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not ACTIVE */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    terminate_advertiser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The advertiser */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TerminateBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdvertiserView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description TERMINATED already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verify_email: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The advertiser */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdvertiserView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_api_tokens: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only those that (no longer) count. */
                is_active?: boolean;
                /** @description Rows at most. */
                limit?: number;
                /** @description Only those of this advertiser or supplier. */
                owner_id?: string;
                /** @description Only those whose name contains this. */
                q?: string;
                /** @description Only those with this role. */
                role?: components["schemas"]["Role"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_ApiTokenView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_api_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApiToken"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiTokenCreated"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_api_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The token */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiTokenView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_api_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The token */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiTokenView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The last SUPER_ADMIN */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_assets: {
        parameters: {
            query?: {
                /** @description Only those of this advertiser. */
                advertiser_id?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only stills or films. */
                kind?: components["schemas"]["AssetKind"];
                /** @description Rows at most. */
                limit?: number;
                /** @description Only those whose name contains this. */
                q?: string;
                /** @description Only those in this status. */
                status?: components["schemas"]["AssetStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_AssetView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_asset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["AssetForm"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetView"];
                };
            };
            /** @description Unreadable form, unknown or missing parts */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such advertiser */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_MEDIA with the numbers found, or fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_asset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The asset */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_asset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The asset */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssetChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description In the past */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_asset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The asset */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssetApproval"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Neither PENDING nor REJECTED, or the licence ended */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_asset_content: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag that is known already */
                "if-none-match"?: string | null;
                /** @description ETag that the range is of */
                "if-range"?: string | null;
                /** @description One byte range */
                range?: string | null;
            };
            path: {
                /** @description The asset */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description The range */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description A device that is not ACTIVE */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such range; Content-Range has the length */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reject_asset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The asset */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssetRejection"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description REJECTED already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_scan_flags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The asset */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScanFlags"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_audit: {
        parameters: {
            query?: {
                /** @description Only this action, such as `campaign.submit`. */
                action?: string;
                /** @description Only by this user or token: the id, or the name in full. */
                actor?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only changes of this field, such as `budget`. */
                field?: string;
                /** @description Not before: RFC 3339 or a date. */
                from?: string;
                /** @description Rows at most. */
                limit?: number;
                /** @description Only where action, actor, field, values or reason have words that begin so. */
                q?: string;
                /** @description Only about this kind of thing, such as `campaign`. */
                subject?: string;
                /** @description Only about this one. */
                subject_id?: string;
                /** @description Not after: RFC 3339 or a date (inclusive). */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_AuditView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    log_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogIn"];
            };
        };
        responses: {
            200: {
                headers: {
                    "set-cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    log_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_overrides: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The rule */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_OverrideView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_override: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The rule */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOverride"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverrideView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The rule does not block the campaign */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_increases: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_IncreaseView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_campaigns: {
        parameters: {
            query?: {
                /** @description Only those of this advertiser. */
                advertiser_id?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
                /** @description Only those whose name, brand or description has words that begin so. */
                q?: string;
                /** @description Only those flagged so; for the operator. */
                review_flag?: components["schemas"]["ReviewFlag"];
                /** @description Only those in this status. */
                status?: components["schemas"]["CampaignStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_CampaignView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_campaign: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCampaign"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedCampaign"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_campaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edit_campaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignFields"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Changed by somebody else */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_ab_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AbTestReport"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such campaign, or it has no test */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_ab_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAbTest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AbTestReport"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this status, or a test runs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_ab_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AbTestReport"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The test is over */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    extend_ab_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Extension"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AbTestReport"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The test is over */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    choose_winner: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WinnerChoice"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AbTestReport"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too few days or plays, or the test is over */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_campaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this status */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_campaign_audit: {
        parameters: {
            query?: {
                /** @description Only this action, such as `campaign.edit`. */
                action?: string;
                /** @description Only by this user or token: the id, or the name in full. */
                actor?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only changes of this field, such as `budget`. */
                field?: string;
                /** @description Not before: RFC 3339 or a date. */
                from?: string;
                /** @description Rows at most. */
                limit?: number;
                /** @description Only where action, actor, field, values or reason contain this, whatever the case. */
                q?: string;
                /** @description Not after: RFC 3339 or a date (inclusive). */
                to?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_AuditView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_snapshots: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Not before: RFC 3339 or a date. */
                from?: string;
                /** @description Rows at most. */
                limit?: number;
                /** @description Not after: RFC 3339 or a date (inclusive). */
                to?: string;
            };
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_SnapshotView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Hours that cannot be read */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_campaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this status */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    clear_flags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No flags */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No reason */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_daily_cap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DailyCapBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_distribution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DistributionView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stop_campaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StopBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this status, or stopped already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    estimate_campaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EstimateView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Dates or stores are missing */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_final_report: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FinalReportView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such campaign, or not settled yet */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_impressions: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_ImpressionView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_investigation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvestigationView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    accept_extension: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign that had no plays */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExtensionBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing offered, or accepted already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolve_investigation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Finding"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvestigationView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Resolved already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pause_campaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PauseBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this status */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_preview: {
        parameters: {
            query?: {
                /** @description Asset of the campaign; the first where absent. */
                asset_id?: string;
                /** @description The hour to play through, RFC 3339; now or the campaign's start where absent. */
                at?: string;
                /** @description 32, 42, 55 (default) or 65. */
                inches?: number;
                /** @description LANDSCAPE (default) or PORTRAIT. */
                orientation?: components["schemas"]["Orientation"];
                /** @description 1080p (default) or 4k. */
                resolution?: components["schemas"]["Resolution"];
                /** @description Target store; the first that can show the campaign where absent. */
                store_id?: string;
            };
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
                /** @description content, device, store or schedule */
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not available in this status */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_preview_image: {
        parameters: {
            query?: {
                /** @description Asset of the campaign; the first where absent. */
                asset_id?: string;
                /** @description The hour to play through, RFC 3339; now or the campaign's start where absent. */
                at?: string;
                /** @description 32, 42, 55 (default) or 65. */
                inches?: number;
                /** @description LANDSCAPE (default) or PORTRAIT. */
                orientation?: components["schemas"]["Orientation"];
                /** @description 1080p (default) or 4k. */
                resolution?: components["schemas"]["Resolution"];
                /** @description Target store; the first that can show the campaign where absent. */
                store_id?: string;
            };
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
                /** @description content, device, store or schedule */
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The drawing */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": unknown;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not available in this status */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_pricing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PricingBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this status */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_proof_of_play: {
        parameters: {
            query?: {
                /** @description One UTC day. */
                date?: string;
                /** @description First UTC day. */
                from?: string;
                /** @description Last UTC day, inclusive; at most 366 days. */
                to?: string;
            };
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProofOfPlay"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Days that cannot be reported */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_rate_impact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RateImpactView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reject_campaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this status */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No reason */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_rejections: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_ImpressionView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    request_changes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this status */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No reason */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resume_campaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this status */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retry_distribution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DistributionView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in ERROR, or after the end */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_review: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignReview"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    simulate_campaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SimulationView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Dates or stores are missing */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_stats: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignStats"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submit_campaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Submission"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this status */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_targets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Targeting"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetingAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No eligible store, too dear, or not in this status */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestSummary"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such campaign, or it was never tested */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestSummary"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not SCHEDULED, or a test runs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stop_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestSummary"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No test runs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    top_up_campaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TopUpBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this status */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_increase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No increase waits, or the campaign is over */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reject_increase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No increase waits */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No reason */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_transactions: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_TransactionView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_credits: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
                /** @description Only these. */
                status?: components["schemas"]["CreditStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_CreditView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_devices: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
                /** @description Only those that are (not) online. */
                online?: boolean;
                /** @description Only those whose name contains this. */
                q?: string;
                /** @description Only those in this status. */
                status?: components["schemas"]["DeviceStatus"];
                /** @description Only those in this store. */
                store_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_DeviceView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_device: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDevice"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceMade"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such store */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Fields, or INVALID_KEY */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_device: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Another device's token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_device: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviceChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible in this status */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_device: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not PENDING, or not enrolled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    follow_commands: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: {
                /** @description The newest event that was read */
                "last-event-id"?: number | null;
            };
            path: {
                /** @description The device */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An event's data is a PendingCommand */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_CommandView"];
                    "text/event-stream": components["schemas"]["PendingCommand"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Another device's token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    send_command: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCommand"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in this status, or too many wait */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ack_command: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The command */
                command_id: string;
                /** @description The device */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandAnswer"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acknowledged"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Another device's token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    send_heartbeat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HeartbeatBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeartbeatAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Another device's token, or not approved */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_logs: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The device */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_LogView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    upload_logs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogUpload"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogsKept"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Another device's token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_manifest: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag that is known already */
                "if-none-match"?: string | null;
            };
            path: {
                /** @description The device */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    etag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Manifest"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Another device's token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description DEVICE_NOT_AUTHORIZED */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ack_manifest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManifestAnswer"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManifestAcknowledged"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Another device's token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such campaign on this device */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    take_next_ad: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeaseOffer"];
                };
            };
            /** @description Nothing fits; see Retry-After */
            204: {
                headers: {
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Another device's token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description DEVICE_OFFLINE, DEVICE_NOT_AUTHORIZED */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_device: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotate_device_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewKey"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyRotated"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed, or another device's token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible in this status */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_KEY */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enrol_device: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Enrolment"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceEnrolled"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is unknown, used or expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_KEY */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stop_campaigns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StopsBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StopsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description None of them is known */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description None of them can be stopped */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_stop_requests: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
                /** @description Only those that stand so. */
                status?: components["schemas"]["RequestStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_StopRequestView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    request_stop: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStopRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StopRequestView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such campaign on the own stores */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not ACTIVE, or asked for already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_stop_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The request */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StopRequestView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_stop_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The request */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionNote"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StopRequestView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Decided already, or nothing to stop */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decline_stop_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The request */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionNote"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StopRequestView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Decided already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No note */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stream_events: {
        parameters: {
            query?: never;
            header?: {
                "last-event-id"?: number | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_holidays: {
        parameters: {
            query?: {
                /** @description Only those of this country. */
                country?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_HolidayView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_holiday: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HolidayView"];
            };
        };
        responses: {
            /** @description It was there already */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HolidayView"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HolidayView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_holiday: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ISO 3166 code */
                country: string;
                /** @description Date on the calendar there */
                date: components["schemas"]["Day"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HolidayView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submit_impression: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description Campaign.
                     */
                    campaign_id: string;
                    /**
                     * Format: uuid
                     * @description Asset.
                     */
                    content_asset_id: string;
                    /**
                     * Format: int64
                     * @description Strictly increasing count of the device's plays. Needed for signature v2.
                     */
                    counter?: number | null;
                    /**
                     * Format: uuid
                     * @description Device; must be the token's.
                     */
                    device_id: string;
                    /**
                     * Format: int32
                     * @description Seconds played.
                     */
                    duration_actual: number;
                    /**
                     * Format: uuid
                     * @description The device's own id of the play: the idempotency key. Needed for signature v2.
                     */
                    impression_id?: string | null;
                    /**
                     * Format: uuid
                     * @description Key that signed. Needed for signature v2.
                     */
                    key_id?: string | null;
                    /**
                     * Format: uuid
                     * @description The lease that offered the slot.
                     */
                    lease_id?: string | null;
                    /** @description END of the play by the device's clock, RFC 3339. */
                    played_at: components["schemas"]["Timestamp"];
                    /** @description Evidence. */
                    proof: components["schemas"]["ProofBody"];
                    /** @description True when the play waited in the device's queue. */
                    queued?: boolean;
                    sent_at?: components["schemas"]["Timestamp"] | null;
                    /**
                     * Format: int32
                     * @description 1 (default) or 2.
                     */
                    signature_version?: number;
                    /** @description Variant of an A/B test. */
                    variant_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Submitted before; the first answer again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmissionAnswer"];
                };
            };
            /** @description Verified and billed */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmissionAnswer"];
                };
            };
            /** @description Held for review */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmissionAnswer"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unknown device token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description DEVICE_MISMATCH */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Body too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused by a rule */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_impression: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The impression */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImpressionView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_trail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The impression */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trail"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submit_batch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description At most 1,000 plays. */
                    items: Record<string, never>[];
                };
            };
        };
        responses: {
            /** @description A verdict for each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unknown device token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Body or batch too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_incidents: {
        parameters: {
            query?: {
                /** @description Only those of this campaign. */
                campaign_id?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only those whose payouts are (not) frozen. */
                frozen?: boolean;
                /** @description Rows at most. */
                limit?: number;
                /** @description Only those whose investigation is (not) over. */
                open?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_IncidentView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_incident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The incident */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolve_incident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The incident */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolutionBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Resolved already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_investigations: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
                /** @description Only open or resolved ones. */
                status?: components["schemas"]["CaseStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_InvestigationView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_jobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    run_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The job's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDone"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No slot has come yet */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_notifications: {
        parameters: {
            query?: {
                /** @description Only those with this code. */
                code?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
                /** @description True: only unread ones; false: only read ones. */
                unread?: boolean;
            };
            header?: {
                "accept-language"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_NoticeView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mark_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                seq: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mark_all_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllReadView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    count_unread: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnreadView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_deliveries: {
        parameters: {
            query?: {
                /** @description Only those on this way. */
                channel?: components["schemas"]["DeliveryChannel"];
                /** @description Only those of this code. */
                code?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
                /** @description Only those that stand so; `DEAD` lists what was given up. */
                status?: components["schemas"]["DeliveryStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_DeliveryView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retry_delivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The delivery's place */
                seq: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not DEAD */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_rate_cards: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RateCardList"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    announce_rates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRateCard"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RateCardView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Rows, or too short a notice */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_share_of_voice: {
        parameters: {
            query: {
                /** @description What shares are counted within: `campaign` (default), `store` or `device`. */
                by?: components["schemas"]["Grouping"];
                /** @description Only rows of this campaign; its shares are still of everything. */
                campaign?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only what happened on this device. */
                device?: string;
                /** @description First UTC day. */
                from: string;
                /** @description Rows at most. */
                limit?: number;
                /** @description Only what happened in this store. */
                store?: string;
                /** @description Last UTC day, inclusive, today at the latest. */
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShareReport"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Days that cannot be reported */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_reviews: {
        parameters: {
            query?: {
                /** @description Only of this campaign. */
                campaign_id?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only of this device. */
                device_id?: string;
                /** @description Rows at most. */
                limit?: number;
                /** @description True: only those that need a person; false: only the others. */
                needs_person?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_ReviewView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_review: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                impression_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewReason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewDecision"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not wait */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reject_review: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                impression_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewReason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewDecision"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not wait */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decide_reviews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkDecision"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkDecided"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Some do not wait; nothing was decided */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search_all: {
        parameters: {
            query: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only these kinds, with commas: `CAMPAIGN,STORE,DEVICE,AUDIT`. */
                kinds?: string;
                /** @description Rows at most. */
                limit?: number;
                /**
                 * @description Beginnings of words, all of which must be there; letters with and without diacritics are
                 *     the same.
                 */
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_FoundView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The index is being made */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_clock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SimClock"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The clock is real */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_clock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClockChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SimClock"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The clock is real */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Backwards, or too far */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_stores: {
        parameters: {
            query?: {
                /** @description Only those of this category. */
                category?: components["schemas"]["StoreCategory"];
                /** @description Only those of this country. */
                country?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
                /** @description Only those with at least so many visitors a day. */
                min_foot_traffic?: number;
                /** @description Only those whose name, region or address has words that begin so. */
                q?: string;
                /** @description Only those of this region, as written. */
                region?: string;
                /** @description Only those in this status. */
                status?: components["schemas"]["StoreStatus"];
                /** @description Only those of this supplier (not for advertisers, who get none). */
                supplier_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_StoreView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_store: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStore"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description No such supplier */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_store: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The store */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_store: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The store */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StoreChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_blocking_rules: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only those that are (not) switched on. */
                is_active?: boolean;
                /** @description Rows at most. */
                limit?: number;
                /** @description Only those that compare this. */
                rule_type?: components["schemas"]["RuleType"];
            };
            header?: never;
            path: {
                /** @description The store */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_BlockingRuleView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_blocking_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The store */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBlockingRule"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlockingRuleView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description A rule for the same is on already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_blocking_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The store */
                id: string;
                /** @description The rule */
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlockingRuleView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_blocking_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The store */
                id: string;
                /** @description The rule */
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlockingRuleView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_blocking_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The store */
                id: string;
                /** @description The rule */
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BlockingRuleChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlockingRuleView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description A rule for the same is on already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_suppliers: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
                /** @description Only those whose name or address contains this. */
                q?: string;
                /** @description Only those in this status. */
                status?: components["schemas"]["PartyStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_SupplierView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_supplier: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSupplier"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplierView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_supplier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The supplier */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplierView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_supplier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The supplier */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SupplierChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplierView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_system: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_users: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only those (not) disabled. */
                is_active?: boolean;
                /** @description Rows at most. */
                limit?: number;
                /** @description Only those of this advertiser or supplier. */
                owner_id?: string;
                /** @description Only those whose name or address contains this. */
                q?: string;
                /** @description Only those with this role. */
                role?: components["schemas"]["Role"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_UserView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_user: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The user */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disable_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The user */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The last SUPER_ADMIN */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The user */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The last SUPER_ADMIN */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_wallet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The advertiser or supplier */
                owner_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WalletView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_wallet_credits: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
                /** @description Only these. */
                status?: components["schemas"]["CreditStatus"];
            };
            header?: never;
            path: {
                /** @description The advertiser or supplier */
                owner_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_CreditView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    give_credit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The advertiser or supplier */
                owner_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCredit"];
            };
        };
        responses: {
            /** @description Booked */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditView"];
                };
            };
            /** @description Waits for another admin */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Amount or reason, or a terminated account */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_credit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The credit */
                credit_id: string;
                /** @description The advertiser or supplier */
                owner_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Decided already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The same person, or a terminated account */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reject_credit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The credit */
                credit_id: string;
                /** @description The advertiser or supplier */
                owner_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreditRejection"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Decided already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The same person, or no reason */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deposit_money: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The advertiser */
                owner_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDeposit"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deposited"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Amount or reference, or a terminated advertiser */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_statement: {
        parameters: {
            query: {
                /** @description `json` (default) or `csv`. */
                format?: components["schemas"]["StatementFormat"];
                /** @description First UTC day. */
                from: string;
                /** @description Last UTC day, inclusive, today at the latest. */
                to: string;
            };
            header?: never;
            path: {
                /** @description The advertiser or supplier */
                owner_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                    "text/csv": string;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Days that cannot be reported */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_wallet_transactions: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The advertiser or supplier */
                owner_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_WalletTransaction"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdraw_money: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The supplier */
                owner_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWithdrawal"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawn"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too little available, or no supplier */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_webhooks: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_WebhookView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWebhook"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookCreatedView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many webhooks */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookView"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
