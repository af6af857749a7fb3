// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.Serial;
import java.net.http.HttpResponse;

/** What ClickHouse answered to a statement that it refused: its text, whole, as the message. */
public final class ClickHouseException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int code;

    private ClickHouseException(int code, String text) {
        super(text);
        this.code = code;
    }

    static ClickHouseException of(HttpResponse<String> response) {
        int code = (int) response.headers()
                .firstValueAsLong("X-ClickHouse-Exception-Code")
                .orElse(0);
        return new ClickHouseException(code, response.body().strip());
    }

    /** ClickHouse's number of the error, such as 60 for a table that is not there. */
    public int code() {
        return code;
    }
}
