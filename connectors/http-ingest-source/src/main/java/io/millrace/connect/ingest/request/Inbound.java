// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.request;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came, with its whole body; with none while only its head is here.
 *
 * @param method in capitals
 * @param path decoded, from the first slash
 * @param query as it came, without the question mark; empty for none
 * @param fields the values of a header, by its name in any case; empty for none
 * @param names the names of the headers there are, as they were sent
 * @param client the address of who sent it, as text
 * @param body as it came: still compressed, if it is
 */
public record Inbound(
        String method,
        String path,
        String query,
        Function<String, List<String>> fields,
        Supplier<Collection<String>> names,
        String client,
        Instant receivedAt,
        ByteBuffer body) {
    /** The first value of a header; null for none. */
    public @Nullable String header(String name) {
        List<String> values = fields.apply(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /** The same request, once its body is here: it is looked at before, with an empty one. */
    public Inbound withBody(ByteBuffer whole) {
        return new Inbound(method, path, query, fields, names, client, receivedAt, whole);
    }
}
