// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.connect.device.internal.shape.Shaped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Shows, before anything is measured, that a contender finds every event, and all that is in it. */
final class Proof {
    private Proof() {}

    /** Throws an {@link IllegalStateException} that says what is missing. */
    static void require(Contestant contestant, PageWork work, byte[] page, int events) {
        List<Object> made = new ArrayList<>();
        try {
            String next = work.read(page, made::add);
            check(contestant, made.size() == events, made.size() + " events (expected " + events + ")");
            check(contestant, contestant == Contestant.TOKEN_WALK || next.equals("c" + events), "next page " + next);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int n = 0; n < events; n++) {
            check(contestant, isRight(contestant, made.get(n), Event.of(n)), "another event " + n);
        }
    }

    private static void check(Contestant contestant, boolean isRight, String found) {
        if (!isRight) {
            throw new IllegalStateException(contestant.text() + " makes " + found + ".");
        }
    }

    private static boolean isRight(Contestant contestant, Object made, Event event) {
        return switch (contestant) {
            case TOKEN_WALK -> made == JsonToken.START_OBJECT;
            case READTREE -> event.isJson(made);
            case MILLRACE_RAW ->
                made instanceof Shaped raw
                        && event.isText(raw.value())
                        && event.isKey(raw.key())
                        && raw.timestampMs() == null;
            case MILLRACE_DECLARED ->
                made instanceof Shaped declared
                        && event.isStruct(declared.value())
                        && event.isKey(declared.key())
                        && event.isTimestamp(declared.timestampMs());
            case MILLRACE_DEVICE_EVENT ->
                made instanceof Shaped device
                        && event.isStruct(device.value())
                        && event.isKey(device.key())
                        && device.timestampMs() == null;
        };
    }
}
