// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A response body kept in memory, as long as it is not larger than any schema has reason to be. */
public final class BoundedBody implements BodySubscriber<byte[]> {
    /** An answer went on and on. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("more than " + MAX_BYTES + " bytes");
        }
    }

    public static final int MAX_BYTES = 8 * 1024 * 1024;
    static final BodyHandler<byte[]> HANDLER = response -> new BoundedBody();

    private final BodySubscriber<byte[]> body = BodySubscribers.ofByteArray();
    private Flow.@Nullable Subscription subscription;
    private long received;

    @Override
    public CompletionStage<byte[]> getBody() {
        return body.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription arrived) {
        subscription = arrived;
        body.onSubscribe(arrived);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            received += buffer.remaining();
        }
        if (received <= MAX_BYTES) {
            body.onNext(buffers);
        } else if (subscription != null) {
            subscription.cancel();
            body.onError(new TooLargeException());
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.onError(failure);
    }

    @Override
    public void onComplete() {
        body.onComplete();
    }
}
