// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often tasks of each connector were fenced in this worker. A fenced task fails, and the worker removes its metrics
 * before anybody has read them; so the count outlives the task, and the next one begins with it.
 */
final class Fences {
    private static final Map<String, LongAdder> BY_CONNECTOR = new ConcurrentHashMap<>();

    private Fences() {}

    static LongAdder of(String connector) {
        return BY_CONNECTOR.computeIfAbsent(connector, name -> new LongAdder());
    }
}
