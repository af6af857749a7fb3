// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.converters.internal.registry.RegistryHttp.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What came of asking every URL of a registry once: the answer of one, or what went wrong with each. Not thread-safe. */
final class Round {
    /**
     * @param found what went wrong, without credentials
     * @param passes whether it may be over by itself
     */
    record Failure(
            String found,
            boolean passes,
            String remedy,
            @Nullable Throwable cause) {
        static Failure passing(String found, String remedy, @Nullable Throwable cause) {
            return new Failure(found, true, remedy, cause);
        }

        static Failure lasting(String found, String remedy, @Nullable Throwable cause) {
            return new Failure(found, false, remedy, cause);
        }
    }

    private final List<Failure> failures = new ArrayList<>();
    private @Nullable Reply reply;
    private @Nullable Duration retryAfter;

    void answered(Reply answer) {
        reply = answer;
    }

    void failed(Failure failure, @Nullable Duration askedToWait) {
        failures.add(failure);
        retryAfter = askedToWait;
    }

    @Nullable Reply reply() {
        return reply;
    }

    @Nullable Duration retryAfter() {
        return retryAfter;
    }

    boolean mayPass() {
        return failures.stream().anyMatch(Failure::passes);
    }

    String found() {
        return failures.stream().map(Failure::found).collect(Collectors.joining(", "));
    }

    String remedy() {
        return failures.get(0).remedy;
    }

    @Nullable Throwable cause() {
        return failures.get(failures.size() - 1).cause;
    }
}
