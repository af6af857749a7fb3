// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import io.millrace.connect.device.internal.shape.EventDefaults;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An API that senders may speak, and where its events have what device events have; {@code /}, a member without a name, is
 * where they do not.
 */
public enum Api {
    /** Events and batches of them at {@code /v1/events} and {@code /v1/batch}. */
    MILLRACE("event_id=/event_id|/messageId|/id, device_id=/device_id|/deviceId|/context/device/id|/anonymousId,"
            + " user_id=/user_id|/userId, session_id=/session_id|/sessionId, sequence=/sequence|/seq,"
            + " type=/type|/name|/event, occurred_at=/occurred_at|/originalTimestamp|/timestamp|now,"
            + " received_at=now, platform=/platform|/context/os/name,"
            + " app_version=/app_version|/context/app/version, locale=/locale|/context/locale,"
            + " properties=/properties"),
    /** Segment's HTTP tracking API, which RudderStack has too. */
    SEGMENT("event_id=/messageId, device_id=/context/device/id|/anonymousId|/userId, user_id=/userId,"
            + " session_id=/context/sessionId|/sessionId, sequence=/sequence|/seq, type=/event|/type,"
            + " occurred_at=/originalTimestamp|/timestamp|now, received_at=now, platform=/context/os/name,"
            + " app_version=/context/app/version, locale=/context/locale, properties=/properties|/traits"),
    /** PostHog's capture API. */
    POSTHOG("event_id=/uuid|/properties/$insert_id,"
            + " device_id=/properties/$device_id|/distinct_id|/properties/distinct_id,"
            + " user_id=/distinct_id|/properties/distinct_id, session_id=/properties/$session_id,"
            + " sequence=/, type=/event, occurred_at=/timestamp|now, received_at=now,"
            + " platform=/properties/$os, app_version=/properties/$app_version,"
            + " locale=/properties/$locale|/properties/$browser_language, properties=/properties"),
    /** CloudEvents 1.0 by HTTP, in its three modes. */
    CLOUDEVENTS("event_id=/id, device_id=/subject|/source, user_id=/userid, session_id=/sessionid, sequence=/,"
            + " type=/type, occurred_at=/time|now, received_at=now, platform=/platform, app_version=/appversion,"
            + " locale=/locale, properties=/data");

    private final String fields;

    Api(String fields) {
        this.fields = fields;
    }

    /** What its events have, as {@code record.fields} would say it. */
    String fields() {
        return fields;
    }

    EventDefaults defaults(Map<String, Supplier<String>> missing) {
        return new EventDefaults(fields, missing);
    }
}
