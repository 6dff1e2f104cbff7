// Echo, with one thread that waits for all connections at once.
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        exit(1);
    }
    return result;
}

static void echo(int connection) {
    char data[1024];
    ssize_t count = recv(connection, data, sizeof data, 0);
    ssize_t sent = 0;
    while (sent < count) {  // it may block: see the page
        ssize_t more = send(connection, data + sent, count - sent,
                            MSG_NOSIGNAL);
        if (more == -1) break;
        sent += more;
    }
    if (count <= 0 || sent < count)
        close(connection);  // which unregisters it, too
}

int main(void) {
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(12345),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int listener = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &(int){1},
               sizeof(int));
    check(bind(listener, (void *)&address, sizeof address), "bind");
    check(listen(listener, 128), "listen");
    int epoll = check(epoll_create1(0), "epoll_create1");
    struct epoll_event event = {EPOLLIN, {.fd = listener}}, ready[64];
    check(epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event), "add");
    for (;;) {
        int count = check(epoll_wait(epoll, ready, 64, -1), "wait");
        for (int i = 0; i < count; i++) {
            if (ready[i].data.fd != listener) {
                echo(ready[i].data.fd);
                continue;
            }
            event.data.fd = accept(listener, NULL, NULL);
            if (event.data.fd != -1)  // the client may be gone
                epoll_ctl(epoll, EPOLL_CTL_ADD, event.data.fd, &event);
        }
    }
}
