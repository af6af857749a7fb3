// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Reads on for a while after an answer that did not wait for the body: a connection that is closed while its sender still
 * writes often takes the answer with it, and the sender never learns why. What is read is thrown away.
 */
final class Drain implements Callback, Runnable {
    private static final long MAX_BYTES = 1024 * 1024;
    private static final long MAX_SECONDS = 2;

    private final Request request;
    private final Callback end;
    private final AtomicBoolean isOver = new AtomicBoolean();
    private long bytes;

    Drain(Request request, Callback end) {
        this.request = request;
        this.end = end;
    }

    /** The answer is out. */
    @Override
    public void succeeded() {
        request.getComponents().getScheduler().schedule(this::end, MAX_SECONDS, TimeUnit.SECONDS);
        run();
    }

    @Override
    public void failed(Throwable cause) {
        if (isOver.compareAndSet(false, true)) {
            end.failed(cause);
        }
    }

    @Override
    public void run() {
        while (!isOver.get()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            boolean isLast = Content.Chunk.isFailure(chunk) || chunk.isLast();
            bytes += chunk.remaining();
            chunk.release();
            if (isLast || bytes > MAX_BYTES) {
                end();
            }
        }
    }

    private void end() {
        if (isOver.compareAndSet(false, true)) {
            end.succeeded();
        }
    }
}
