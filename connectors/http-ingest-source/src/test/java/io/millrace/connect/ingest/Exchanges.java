// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import io.millrace.connect.device.internal.shape.Shaped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Requests for tests, and what they are told. */
final class Exchanges implements Exchange.Listener {
    final List<List<Outcome>> answers = new ArrayList<>();
    final List<Exchange> settled = new ArrayList<>();

    static Item event(String id) {
        return new Item(id, id, shaped(id), "events", null);
    }

    static Item bad(String label, boolean isKept) {
        return new Item(label, null, isKept ? shaped(label) : null, "bad", "found nothing");
    }

    private static Shaped shaped(String text) {
        return new Shaped(null, null, null, Schema.STRING_SCHEMA, text, null, null, text, null);
    }

    Exchange of(@Nullable Item... items) {
        return new Exchange(Arrays.asList(items), 10, this);
    }

    Exchange events(String... ids) {
        return of(Arrays.stream(ids).map(Exchanges::event).toArray(Item[]::new));
    }

    @Override
    public void answer(Exchange exchange) {
        answers.add(List.of(exchange.outcomes()));
    }

    @Override
    public void settled(Exchange exchange) {
        settled.add(exchange);
    }
}
