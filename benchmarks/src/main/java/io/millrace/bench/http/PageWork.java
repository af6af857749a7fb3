// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import java.io.IOException;
import java.util.function.Consumer;

/** Something done with a page's events. */
interface PageWork {
    /** Gives what became of each event, and says what asks for the next page; empty if it is not looked at. */
    String read(byte[] page, Consumer<Object> events) throws IOException;
}
