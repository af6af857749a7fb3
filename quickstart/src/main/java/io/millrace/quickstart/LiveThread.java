// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

/** Shows the pipeline beside something else, until it is closed. */
final class LiveThread implements AutoCloseable {
    private final Live live;
    private final Thread thread = new Thread(this::run, "live");
    private volatile boolean closing;

    LiveThread(Live live) {
        this.live = live;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            live.show(() -> closing);
        } catch (RuntimeException e) {
            // Said on the screens. What runs beside finds it out by itself, if it matters there.
        }
    }
}
