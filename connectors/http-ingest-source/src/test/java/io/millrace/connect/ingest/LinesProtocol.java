// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import io.millrace.connect.ingest.request.Answer;
import io.millrace.connect.ingest.request.Inbound;
import io.millrace.connect.ingest.request.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One event for each line of a body, which is its id; a line {@code bad} is none. */
final class LinesProtocol implements Protocol {
    static final int MAX_BODY_BYTES = 100_000;

    @Override
    public @Nullable Answer answer(Inbound head) {
        return null;
    }

    @Override
    public Admitted admit(Inbound head) throws RefusedException {
        if (head.path().equals("/private")) {
            throw new RefusedException(401, "authentication", "no key.");
        }
        if (head.path().equals("/broken")) {
            throw new IllegalStateException("a fault of ours");
        }
        return LinesProtocol::read;
    }

    private static Reading read(Inbound request) {
        String text = StandardCharsets.UTF_8.decode(request.body()).toString();
        List<Item> items = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            items.add(line.equals("bad") ? Exchanges.bad("#" + items.size(), false) : Exchanges.event(line));
        }
        return new Reading(text.isEmpty() ? List.of() : items, text.length(), null);
    }

    @Override
    public long maxBodyBytes() {
        return MAX_BODY_BYTES;
    }

    @Override
    public Map<String, String> headers(Inbound head) {
        return Map.of();
    }
}
