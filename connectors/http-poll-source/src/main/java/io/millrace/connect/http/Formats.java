// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.page.PageFormat;
import io.millrace.connect.device.internal.page.PageFormat.Kind;
import io.millrace.connect.device.internal.page.PageFormat.Limits;
import java.util.List;

/** What pages of an endpoint look like. */
final class Formats {
    private Formats() {}

    static PageFormat of(Endpoint endpoint) {
        Kind kind = switch (endpoint.format()) {
            case JSON -> Kind.JSON;
            case NDJSON -> Kind.NDJSON;
            case CSV -> Kind.CSV;
        };
        return new PageFormat(
                kind,
                endpoint.recordsPointer(),
                kind == Kind.JSON ? endpoint.envelope() : List.of(),
                endpoint.columns(),
                endpoint.isFlattened(),
                endpoint.csvDelimiter(),
                new Limits(endpoint.recordMaxBytes(), endpoint.pageMaxDepth()));
    }
}
