"""The servers that are watched: how each is started, with the least configuration, as one unprivileged user on 127.0.0.1."""

import glob
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

from wouldblock.observe.product import Place, Product, Server
from wouldblock.observe.protocols import FastCgi, Http, PostgreSql, Protocol, Redis
from wouldblock.project import SNIPPETS
from wouldblock.scenario.program import read_program

MODULES = "/usr/lib/apache2/modules"


def apache(
    place: Place,
    module: str,
    more: str,
    *,
    files: dict[str, str] | None = None,
    roles: dict[str, str] | None = None,
    protocol: Protocol | None = None,
    **others: Any,
) -> Server:
    """Apache with one of its ways to work, `more` settings, and what else is special about the server."""
    text = f"""\
    ServerRoot {place.folder}
    ServerName localhost
    Listen 127.0.0.1:{place.port}
    PidFile {place.folder}/apache.pid
    ErrorLog {place.folder}/apache.log
    DefaultRuntimeDir {place.folder}
    DocumentRoot {place.folder}/public
    LoadModule mpm_{module}_module {MODULES}/mod_mpm_{module}.so
    LoadModule authz_core_module {MODULES}/mod_authz_core.so
    LoadModule dir_module {MODULES}/mod_dir.so
    KeepAliveTimeout 60
    """
    return Server(
        ["apache2", "-f", f"{place.folder}/apache.conf", "-DFOREGROUND"],
        protocol or Http(half=True),
        first="parent",
        roles={**(roles or {}), "apache2": "child"},
        files={"apache.conf": dedent(text) + dedent(more), **(files or {"public/index.html": "hello\n"})},
        **others,
    )


def apache_prefork(place: Place) -> Server:
    """Three children that each serve one connection."""
    more = """\
    StartServers 3
    MinSpareServers 1
    MaxSpareServers 3
    MaxRequestWorkers 3
    """
    return apache(place, "prefork", more)


def apache_two_listeners(place: Place) -> Server:
    """The same with a second listening socket, for which it takes a lock."""
    prefork = apache_prefork(place)
    return replace(
        prefork, files=prefork.files | {"apache.conf": f"{prefork.files['apache.conf']}Listen 127.0.0.2:{place.port}\n"}
    )


def apache_event(place: Place) -> Server:
    """Two children with threads, and a listener thread each."""
    more = """\
    StartServers 2
    ServerLimit 2
    ThreadsPerChild 5
    MaxRequestWorkers 10
    MinSpareThreads 5
    MaxSpareThreads 10
    """
    return apache(place, "event", more, fills=True)


def passenger(place: Place) -> Server:
    """Both switches that keep it from calling home are off; without these lines it would ask its makers for updates."""
    more = f"""\
    StartServers 1
    ServerLimit 1
    ThreadsPerChild 10
    MaxRequestWorkers 10
    LoadModule passenger_module {MODULES}/mod_passenger.so
    PassengerRoot /usr/lib/ruby/vendor_ruby/phusion_passenger/locations.ini
    PassengerDefaultRuby /usr/bin/ruby
    PassengerInstanceRegistryDir {place.folder}
    PassengerUserSwitching off
    PassengerDisableSecurityUpdateCheck on
    PassengerDisableAnonymousTelemetry on
    PassengerMinInstances 2
    PassengerMaxPoolSize 2
    <Directory {place.folder}/public>
        Require all granted
    </Directory>
    """
    application = """\
    run lambda { |env|
      sleep 60 if env['QUERY_STRING'] == 'late'
      body = Process.pid.to_s
      [200, { 'Content-Type' => 'text/plain', 'Content-Length' => body.size.to_s }, [body]]
    }
    """
    return apache(
        place,
        "event",
        more,
        protocol=Http(),
        files={"config.ru": dedent(application), "public/robots.txt": "\n"},
        roles={
            "PassengerAgent watchdog": "Passenger watchdog",
            "PassengerAgent core": "Passenger core",
            "AppPreloader": "preloader",
            "RubyApp": "application",
        },
        serves="application",
        also_crash=("Passenger core", "child"),
        replaces_within=10.0,
    )


def php_fpm(place: Place) -> Server:
    """Three workers behind FastCGI."""
    pool = f"""\
    [global]
    error_log = {place.folder}/fpm.log
    daemonize = no
    [www]
    listen = 127.0.0.1:{place.port}
    pm = static
    pm.max_children = 3
    """
    page = """\
    <?php
    if ($_SERVER['QUERY_STRING'] === 'late') { sleep(60); }
    echo 'hello';
    """
    return Server(
        [php(), "-n", "-y", f"{place.folder}/fpm.conf"],
        FastCgi(f"{place.folder}/page.php"),
        first="master",
        roles={"pool www": "worker"},
        files={"fpm.conf": dedent(pool), "page.php": dedent(page)},
    )


def php() -> str:
    """Debian puts the version into the name."""
    return max((Path(path).name for path in glob.glob("/usr/sbin/php-fpm*")), default="php-fpm")  # noqa: PTH207


def postgresql(place: Place) -> Server:
    """The postmaster, which forks a backend for each connection."""
    data = f"{place.folder}/data"
    options = ["listen_addresses=127.0.0.1", "max_connections=20", "dynamic_shared_memory_type=mmap"]
    return Server(
        ["postgres", "-D", data, "-p", str(place.port), "-k", place.folder, *(f"-c{option}" for option in options)],
        PostgreSql(place.user),
        first="postmaster",
        roles={f"postgres: {place.user} ": "backend", " -D ": "starting"},  # with the title of its parent
        before=["initdb", "-A", "trust", "-U", place.user, "-D", data],
        fills=True,
    )


def nginx(place: Place) -> Server:
    """Two workers, each with a loop."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"    {kind}_temp_path {place.folder}/{kind};\n" for kind in kinds)
    text = f"""\
daemon off;
worker_processes 2;
pid {place.folder}/nginx.pid;
error_log {place.folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    keepalive_timeout 60s;
{temporary}\
    server {{
        listen 127.0.0.1:{place.port};
        root {place.folder}/public;
    }}
}}
"""
    return Server(
        ["nginx", "-e", f"{place.folder}/nginx.log", "-p", place.folder, "-c", f"{place.folder}/nginx.conf"],
        Http(half=True),
        first="master",
        roles={"worker process": "worker"},
        files={"nginx.conf": text, "public/index.html": "hello\n"},
    )


def redis(place: Place) -> Server:
    """One process with a loop."""
    options = ["--port", str(place.port), "--bind", "127.0.0.1", "--dir", place.folder, "--save", ""]
    return Server(["redis-server", *options], Redis(), first="server")


def application(name: str) -> str:
    """The text of an application in Python: a program of the site, which the page shows and the tests run."""
    return read_program(SNIPPETS / "observed" / f"{name}.py")


def gunicorn(place: Place) -> Server:
    """Three workers that each serve one connection."""
    address = f"127.0.0.1:{place.port}"
    return Server(
        ["gunicorn", "--chdir", place.folder, "--workers", "3", "--bind", address, "app:application"],
        Http(),
        first="master",
        roles={"gunicorn": "worker"},
        files={"app.py": application("wsgi_application")},
    )


def uvicorn(place: Place) -> Server:
    """Two workers, each with a loop."""
    options = ["--workers", "2", "--port", str(place.port), "--timeout-keep-alive", "60", "--lifespan", "off"]
    return Server(
        ["uvicorn", "--app-dir", place.folder, *options, "app:application"],
        Http(),
        first="supervisor",
        roles={"spawn_main": "worker", "resource_tracker": "resource tracker"},
        files={"app.py": application("asgi_application")},
    )


APT, HERE = "apt-get install --no-install-recommends", "nox -s observe"
APACHE = (("apache2",), f"{APT} apache2")
PRODUCTS = {
    product.name: product
    for product in (
        Product("apache-prefork", "Apache, prefork MPM", apache_prefork, *APACHE),
        Product("php-fpm", "PHP-FPM, static pool", php_fpm, (php(),), f"{APT} php-fpm"),
        Product(
            "passenger",
            "Passenger in Apache",
            passenger,
            ("apache2", f"{MODULES}/mod_passenger.so", "ruby", "rackup"),
            f"{APT} apache2 libapache2-mod-passenger passenger ruby ruby-rack",
        ),
        Product("postgresql", "PostgreSQL", postgresql, ("postgres", "initdb"), f"{APT} postgresql"),
        Product("apache-event", "Apache, event MPM", apache_event, *APACHE),
        Product("apache-two-listeners", "Apache, prefork, two Listen lines", apache_two_listeners, *APACHE),
        Product("nginx", "nginx", nginx, ("nginx",), f"{APT} nginx-light"),
        Product("redis", "Redis", redis, ("redis-server",), f"{APT} redis-server"),
        Product("gunicorn", "gunicorn, sync workers", gunicorn, ("gunicorn",), HERE, of_python=True),
        Product("uvicorn", "uvicorn, two workers", uvicorn, ("uvicorn",), HERE, of_python=True),
    )
}
SHORT = ("nginx", "redis", "gunicorn")
