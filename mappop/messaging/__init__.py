"""Mail and text: transports and rendering. Every message has a row before anything is sent."""
